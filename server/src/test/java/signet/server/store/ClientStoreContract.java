package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import signet.server.audit.AuditEvent;
import signet.server.client.ClientStore.Stored;
import signet.server.revocation.RevocableToken;
import signet.server.session.Channel;
import signet.server.session.Device;
import signet.server.session.Generations;
import signet.server.session.Session;
import signet.server.session.SessionReading;
import signet.server.session.SessionSecret;
import signet.server.session.SessionStore;

/** What clients and revocations do on a real database, whatever database it is. */
abstract class ClientStoreContract {
  private static final AuditEvent EVENT =
      new AuditEvent("test", new AuditEvent.Origin("test", "::1", "c1"));
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final Instant CREATED = Instant.ofEpochMilli(1_700_000_000_123L);

  private ClientTable clients;
  private RevocationTable revocations;

  abstract Database database();

  @BeforeEach
  void prepare() {
    FeedTable.prepare(database(), LIFETIME);
    clients = new ClientTable(database());
    revocations = new RevocationTable(database());
  }

  private static Stored stored(String id, String secrets) {
    return new Stored(id, Map.of("channel", "confidential", "secret-hashes", secrets), CREATED);
  }

  private static RevocableToken token(String jti, String subject, OptionalLong version) {
    return new RevocableToken(jti, Optional.empty(), subject, version, "key");
  }

  @Test
  void aClientIsKeptAsItWasAdded() {
    assertThat(clients.insert(stored("b", "x"), LIFETIME, EVENT)).isTrue();
    assertThat(clients.insert(stored("a", "y"), LIFETIME, EVENT)).isTrue();

    assertThat(clients.all()).containsExactly(stored("a", "y"), stored("b", "x"));
  }

  @Test
  void aNameIsGivenOnce() {
    clients.insert(stored("a", "x"), LIFETIME, EVENT);
    long version = clients.version();

    assertThat(clients.insert(stored("a", "y"), LIFETIME, EVENT)).isFalse();

    assertThat(clients.all()).containsExactly(stored("a", "x"));
    assertThat(clients.version()).isEqualTo(version);
  }

  @Test
  void everyChangeRaisesTheVersion() {
    long before = clients.version();
    clients.insert(stored("a", "x"), LIFETIME, EVENT);
    long added = clients.version();
    assertThat(clients.replaceSecrets("a", "x", "y", EVENT)).isTrue();
    long rotated = clients.version();
    assertThat(clients.remove("a", EVENT)).hasValue(0);

    assertThat(List.of(before, added, rotated, clients.version()))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(clients.all()).isEmpty();
  }

  @Test
  void secretsThatChangedMeanwhileStay() {
    clients.insert(stored("a", "x"), LIFETIME, EVENT);

    assertThat(clients.replaceSecrets("a", "other", "y", EVENT)).isFalse();
    assertThat(clients.replaceSecrets("b", "x", "y", EVENT)).isFalse();

    assertThat(clients.all()).containsExactly(stored("a", "x"));
  }

  @Test
  void theTokensOfARemovedClientAreRevoked() {
    clients.insert(stored("a", "x"), LIFETIME, EVENT);
    RevocableToken own = token("j1", "a", OptionalLong.empty());
    assertThat(revocations.isRevoked(own)).isFalse();

    clients.remove("a", EVENT);

    assertThat(revocations.isRevoked(own)).isTrue();
    assertThat(revocations.isRevoked(token("j2", "b", OptionalLong.empty()))).isFalse();
    assertThat(clients.remove("a", EVENT)).isEmpty();
  }

  private static void addUser(Handle handle) {
    handle.execute(
        "INSERT INTO user_account (id, name, name_key, password_hash, status, authz_ver,"
            + " created_at_ms) VALUES ('usr_1', 'u', 'u', 'h', 'enabled', 1, 0)");
  }

  /** As a login through the client does that found it a moment ago. */
  private boolean begin(String sid) {
    Instant now = Instant.now();
    Session session =
        new Session(
            sid,
            "usr_1",
            "a",
            Channel.NATIVE,
            "aud",
            new TreeSet<>(),
            now,
            now.plusSeconds(60),
            now.plusSeconds(600),
            Optional.empty(),
            new Device("::1", ""),
            Optional.empty());
    return new SessionTable(database())
        .insert(
            session,
            new SessionStore.Basis(1, true),
            new SessionSecret("keykey12", "s".repeat(43)),
            new Generations(1, 0, 10, 20),
            EVENT);
  }

  @Test
  void noSessionBeginsForAClientThatWasRemoved() {
    database().writer().useTransaction(ClientStoreContract::addUser);
    clients.insert(stored("a", "x"), LIFETIME, EVENT);
    assertThat(begin("before")).isTrue();
    assertThat(clients.remove("a", EVENT)).hasValue(1);

    assertThat(begin("after")).isFalse();
  }

  @Test
  void noSessionOutlivesAClientThatIsRemovedAtTheSameTime() throws Exception {
    database().writer().useTransaction(ClientStoreContract::addUser);
    for (int round = 0; round < 20; round++) {
      clients.insert(stored("a", "x"), LIFETIME, EVENT);
      List<Callable<Boolean>> logins = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String sid = "s-" + round + "-" + i;
        logins.add(() -> begin(sid));
      }
      logins.add(4, () -> clients.remove("a", EVENT).isPresent());
      try (ExecutorService threads = Executors.newFixedThreadPool(logins.size())) {
        for (Future<Boolean> done : threads.invokeAll(logins)) {
          done.get();
        }
      }
      List<String> living =
          database()
              .reader()
              .withHandle(
                  handle ->
                      handle
                          .createQuery("SELECT sid FROM session WHERE revoked_at_ms IS NULL")
                          .mapTo(String.class)
                          .list());
      assertThat(living).isEmpty();
    }
  }

  @Test
  void theSessionsOfARemovedClientEndWithIt() {
    clients.insert(stored("a", "x"), LIFETIME, EVENT);
    database()
        .writer()
        .useTransaction(
            handle -> {
              addUser(handle);
              addSession(handle, "s1", "a", Long.MAX_VALUE);
              addSession(handle, "s2", "a", Long.MAX_VALUE);
              addSession(handle, "expired", "a", 1);
              addSession(handle, "lately", "a", Instant.now().minusSeconds(960).toEpochMilli());
              addSession(handle, "other", "b", Long.MAX_VALUE);
            });

    assertThat(clients.remove("a", EVENT)).hasValue(3);

    List<String> ended =
        database()
            .reader()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "SELECT sid FROM session WHERE revoke_reason = 'client-removed'"
                                + " AND revoked_at_ms > 0 ORDER BY sid")
                        .mapTo(String.class)
                        .list());
    assertThat(ended).containsExactly("lately", "s1", "s2");
    for (String sid : List.of("lately", "s1", "s2")) {
      assertThat(revocations.isRevoked(ofSession(sid))).isTrue();
    }
    assertThat(revocations.isRevoked(ofSession("other"))).isFalse();
  }

  private static RevocableToken ofSession(String sid) {
    return new RevocableToken("j", Optional.of(sid), "usr_1", OptionalLong.of(1), "key");
  }

  private static void addSession(Handle handle, String sid, String clientId, long ends) {
    handle.execute(
        "INSERT INTO session (sid, user_id, client_id, channel, auth_at_ms, idle_expires_at_ms,"
            + " abs_expires_at_ms, device_address, device_user_agent)"
            + " VALUES (?, 'usr_1', ?, 'native', 0, ?, ?, '::1', '')",
        sid,
        clientId,
        ends,
        ends);
  }

  @Test
  void aTokenIsRevokedByItsOwnNameAlone() {
    RevocableToken one = token("j1", "usr_a", OptionalLong.of(1));
    revocations.revoke(one, EVENT);
    revocations.revoke(one, EVENT);

    assertThat(revocations.isRevoked(one)).isTrue();
    assertThat(revocations.isRevoked(token("j2", "usr_a", OptionalLong.of(1)))).isFalse();
    assertThat(count("SELECT COUNT(*) FROM revocation")).as("put on record once").isEqualTo(1);
  }

  @Test
  void entriesOutliveTheLongestTokensOfAnyClient() {
    clients.insert(stored("a", "x"), Duration.ofMinutes(50), EVENT);
    clients.insert(stored("b", "x"), Duration.ofMinutes(5), EVENT);

    assertThat(count("SELECT max_access_lifetime_ms FROM feed"))
        .isEqualTo(Duration.ofMinutes(50).toMillis());
  }

  @Test
  void anAssertionCountsOnceHoweverManyPresentIt() throws Exception {
    Instant later = Instant.now().plusSeconds(60);
    List<Callable<Boolean>> attempts = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      attempts.add(() -> clients.useAssertion("a", "digest", later));
    }
    int taken = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
        taken += attempt.get() ? 1 : 0;
      }
    }

    assertThat(taken).isEqualTo(1);
    assertThat(clients.useAssertion("b", "digest", later)).as("another client's").isTrue();
  }

  @Test
  void onlyAssertionsThatExpiredAreForgotten() {
    for (int i = 0; i < 5; i++) {
      clients.useAssertion("a", "old" + i, Instant.now().minusSeconds(600));
    }
    clients.useAssertion("a", "new", Instant.now().plusSeconds(60));

    assertThat(clients.forgetAssertions(3)).isEqualTo(3);
    assertThat(clients.forgetAssertions(3)).isEqualTo(2);
    assertThat(clients.useAssertion("a", "new", Instant.now().plusSeconds(60))).isFalse();
  }

  @Test
  void aSessionIsReadTogetherWithRolesAndAttributesOfItsUser() {
    AttributeTable attributes = new AttributeTable(database());
    addUserWithSession();
    Map<String, Object> values =
        Map.of(
            "department",
            "sales \" é",
            "level",
            7L,
            "ratio",
            new BigDecimal("0.5"),
            "trusted",
            true,
            "teams",
            List.of("a", "b"));
    assertThat(attributes.change("usr_a", values, Set.of(), EVENT)).isTrue();

    SessionReading reading = new SessionTable(database()).read("s1").orElseThrow();

    assertThat(reading.attributes()).isEqualTo(values);
    assertThat(reading.user().roles()).containsExactly("clerk", "guard");
    assertThat(attributes.find("usr_a")).isEqualTo(values);

    attributes.change("usr_a", Map.of("level", 8L), Set.of("department", "ratio"), EVENT);
    assertThat(new SessionTable(database()).read("s1").orElseThrow().attributes())
        .isEqualTo(Map.of("level", 8L, "trusted", true, "teams", List.of("a", "b")));
  }

  @Test
  void attributesAreBoundedAndOfUsersThatThereAre() {
    AttributeTable attributes = new AttributeTable(database());
    addUserWithSession();
    Map<String, Object> many = new HashMap<>();
    for (int i = 0; i <= AttributeTable.MAX_ATTRIBUTES; i++) {
      many.put("a" + i, (long) i);
    }

    assertThat(attributes.change("usr_a", many, Set.of(), EVENT)).isFalse();
    assertThat(attributes.find("usr_a")).isEmpty();
    assertThat(attributes.change("usr_b", Map.of("a", 1L), Set.of(), EVENT)).isFalse();
    many.remove("a0");
    assertThat(attributes.change("usr_a", many, Set.of(), EVENT)).isTrue();
  }

  private void addUserWithSession() {
    database()
        .writer()
        .useTransaction(
            handle -> {
              handle.execute(
                  "INSERT INTO user_account VALUES ('usr_a', 'a', 'a', 'h', 'enabled', 1, 0)");
              handle.execute("INSERT INTO user_role VALUES ('usr_a', 'clerk'), ('usr_a', 'guard')");
              handle.execute(
                  """
                  INSERT INTO session (sid, user_id, client_id, channel, auth_at_ms,
                    idle_expires_at_ms, abs_expires_at_ms, device_address, device_user_agent)
                  VALUES ('s1', 'usr_a', 'c', 'native', 0, 1, 1, '', '')
                  """);
            });
  }

  private long count(String query) {
    return database().reader().withHandle(h -> h.createQuery(query).mapTo(Long.class).one());
  }
}
