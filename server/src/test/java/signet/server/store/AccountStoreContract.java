package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import signet.server.audit.AuditEvent;
import signet.server.audit.AuditLog;
import signet.server.audit.AuditRecord;
import signet.server.key.RefreshTokenKeys;
import signet.server.session.Channel;
import signet.server.session.Device;
import signet.server.session.RefreshRules;
import signet.server.session.RefreshTokens;
import signet.server.session.RotationLimit;
import signet.server.session.SessionBusyException;
import signet.server.session.SessionRules;
import signet.server.session.SessionStore.Selection;
import signet.server.session.Sessions;
import signet.server.user.StoredUser;
import signet.server.user.User;
import signet.server.user.UserChange;
import signet.server.user.UserChange.EndedSessions;
import signet.server.user.UserName;
import signet.testkit.Scale;

/** Changes of users, the record of events and the fence, whatever database it is. */
abstract class AccountStoreContract {
  // As Java writes it.
  private static final String ADDRESS = "2001:db8:1:2:0:0:0:1";
  private static final AuditEvent.Origin ORIGIN = new AuditEvent.Origin("test", ADDRESS, "c1");

  private SessionTable table;
  private UserTable users;
  private Sessions sessions;

  abstract Database database();

  @BeforeEach
  void addUsers() {
    table = new SessionTable(database());
    users = new UserTable(database());
    sessions =
        new Sessions(
            table,
            new RefreshTokens(RefreshTokenKeys.of(1), new Random()),
            new SessionRules(
                Duration.ofDays(7),
                Duration.ofDays(30),
                new RefreshRules(Duration.ZERO, false, false),
                new RotationLimit(0, 1)),
            new Random());
    FeedTable.prepare(database(), Duration.ofMinutes(15));
    for (String name : List.of("alice", "bob", "carol")) {
      User user = new User("usr_" + name, name, new TreeSet<>(), 1, true, Instant.EPOCH);
      users.insert(
          UserName.parse(name).orElseThrow(),
          new StoredUser(user, "hash"),
          new AuditEvent("user-added", ORIGIN));
    }
  }

  private Sessions.Begun begin(String user) {
    return begin(users.findById("usr_" + user).orElseThrow());
  }

  private Sessions.Begun begin(User user) {
    return begin(user, ADDRESS);
  }

  private Sessions.Begun begin(User user, String address) {
    return sessions.begin(
        user,
        "phone",
        false,
        Channel.NATIVE,
        "aud",
        new TreeSet<>(),
        new Device(address, ""),
        Optional.empty(),
        new AuditEvent("login", ORIGIN));
  }

  private List<Map<String, Object>> rows(String table) {
    return database()
        .reader()
        .withHandle(handle -> handle.createQuery("SELECT * FROM " + table).mapToMap().list());
  }

  @Test
  void aChangeOfAUserIsOneTransactionWithWhatTellsOfIt() {
    String kept = begin("alice").session().sid();
    String ended = begin("alice").session().sid();
    String bobs = begin("bob").session().sid();

    UserChange.Result result =
        users.change("usr_alice", rename("new hash", EndedSessions.others(kept))).orElseThrow();

    assertThat(result.changed()).isTrue();
    assertThat(result.user().authzVersion()).isEqualTo(2);
    assertThat(users.findById("usr_alice")).contains(result.user());
    assertThat(sessions.isLive(kept)).isTrue();
    assertThat(sessions.isLive(ended)).isFalse();
    assertThat(sessions.isLive(bobs)).isTrue();
    assertThat(rows("revocation"))
        .extracting(row -> row.get("kind") + " " + row.get("value") + " " + row.get("min_ver"))
        .containsExactlyInAnyOrder("sub usr_alice 2", "sid " + ended + " null");
    assertThat(rows("audit WHERE event = 'changed'")).hasSize(1);

    // The same again changes nothing, and neither does what is refused on the way.
    assertThat(
            users
                .change("usr_alice", rename("new hash", EndedSessions.ALL))
                .orElseThrow()
                .changed())
        .isFalse();
    UserChange broken =
        new UserChange(
            stored -> {
              throw new IllegalStateException("refused");
            },
            EndedSessions.ALL,
            new AuditEvent("changed", ORIGIN));
    assertThatThrownBy(() -> users.change("usr_alice", broken))
        .isInstanceOf(IllegalStateException.class);
    assertThat(users.change("usr_nobody", rename("x", EndedSessions.ALL))).isEmpty();
    assertThat(sessions.isLive(kept)).isTrue();
    assertThat(rows("revocation")).hasSize(2);
    assertThat(rows("audit WHERE event = 'changed'")).hasSize(1);
  }

  private static UserChange rename(String hash, EndedSessions ended) {
    return new UserChange(
        stored -> new StoredUser(stored.user(), hash), ended, new AuditEvent("changed", ORIGIN));
  }

  @Test
  void changesAtOnceAllCount() throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> changes = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        String role = "role" + i;
        changes.add(
            () ->
                users
                    .change(
                        "usr_alice",
                        new UserChange(
                            stored -> {
                              TreeSet<String> roles = new TreeSet<>(stored.user().roles());
                              roles.add(role);
                              return new StoredUser(
                                  stored.user().withRoles(roles), stored.passwordHash());
                            },
                            EndedSessions.NONE,
                            new AuditEvent("changed", ORIGIN)))
                    .orElseThrow()
                    .changed());
      }
      assertThat(executor.invokeAll(changes).stream().map(Future::resultNow)).containsOnly(true);
    }

    User alice = users.findById("usr_alice").orElseThrow();
    assertThat(alice.roles()).hasSize(16);
    assertThat(alice.authzVersion()).isEqualTo(17);
  }

  @Test
  void fenceEndsAllAndStartsANewFeed() {
    String alices = begin("alice").session().sid();
    String bobs = begin("bob").session().sid();
    Object epoch = rows("feed").getFirst().get("epoch");

    assertThat(table.fence(new AuditEvent("sessions-fenced", ORIGIN))).isEqualTo(2);

    assertThat(sessions.isLive(alices)).isFalse();
    assertThat(sessions.isLive(bobs)).isFalse();
    assertThat(rows("feed").getFirst().get("epoch")).isNotEqualTo(epoch);
    assertThat(rows("revocation"))
        .extracting(row -> row.get("value"))
        .containsExactlyInAnyOrder(alices, bobs);
    assertThat(table.fence(new AuditEvent("sessions-fenced", ORIGIN))).isZero();
  }

  @Test
  void sessionsThatExpiredAreToldOfAsLongAsTheirAccessTokensLive() {
    for (String user : List.of("alice", "bob", "carol")) {
      expired(user, 16);
      expired(user, 18);
    }

    assertThat(users.change("usr_alice", rename("new hash", EndedSessions.ALL))).isPresent();
    assertThat(sessions.end(Selection.all("usr_bob"), "logout", ORIGIN)).containsExactly("bob16");
    assertThat(table.fence(new AuditEvent("sessions-fenced", ORIGIN))).isEqualTo(1);

    assertThat(rows("revocation WHERE kind = 'sid'"))
        .extracting(row -> row.get("value"))
        .containsExactlyInAnyOrder("alice16", "bob16", "carol16");
    assertThat(rows("audit WHERE event = 'session-logout'")).hasSize(1);
    // A clock that is set back would revive it otherwise.
    assertThat(rows("session WHERE revoked_at_ms IS NULL"))
        .extracting(row -> row.get("sid"))
        .containsExactly("carol18");
    assertThat(sessions.end(Selection.one("usr_carol", "carol18"), "logout", ORIGIN)).isEmpty();
  }

  /** Named by its user and minutes. */
  private void expired(String user, int minutes) {
    String sid = begin(user).session().sid();
    long ended = table.now().minus(Duration.ofMinutes(minutes)).toEpochMilli();
    database()
        .writer()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE session SET sid = ?, idle_expires_at_ms = ? WHERE sid = ?",
                    user + minutes,
                    ended,
                    sid));
  }

  @Test
  void nobodyLogsInAsWhoTheUserWasBefore() {
    User alice = users.findById("usr_alice").orElseThrow();
    User bob = users.findById("usr_bob").orElseThrow();
    assertThat(users.change("usr_alice", rename("new hash", EndedSessions.ALL))).isPresent();
    UserChange disable =
        new UserChange(
            stored -> new StoredUser(stored.user().withEnabled(false), stored.passwordHash()),
            EndedSessions.NONE,
            new AuditEvent("changed", ORIGIN));
    User disabled = users.change("usr_bob", disable).orElseThrow().user();

    for (User before : List.of(alice, bob, disabled)) {
      assertThatThrownBy(() -> begin(before)).isInstanceOf(SessionBusyException.class);
    }

    assertThat(rows("session")).isEmpty();
    assertThat(rows("audit WHERE event = 'login'")).isEmpty();
    assertThat(begin("alice").session().userId()).isEqualTo("usr_alice");
  }

  @Test
  void noSessionOfTheOldPasswordOutlivesItsChange() throws Exception {
    int rounds = Scale.count(50, 2_000);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < rounds; round++) {
        User known = users.findById("usr_alice").orElseThrow();
        UserChange change = rename("hash " + round, EndedSessions.ALL);
        List<Callable<Boolean>> atOnce =
            new ArrayList<>(Collections.nCopies(3, () -> begins(known)));
        atOnce.add(round % 4, () -> users.change("usr_alice", change).orElseThrow().changed());
        for (Future<Boolean> each : threads.invokeAll(atOnce)) {
          each.get();
        }
        assertThat(rows("session WHERE revoked_at_ms IS NULL")).as("round %d", round).isEmpty();
      }
    }
  }

  private boolean begins(User user) {
    try {
      return begin(user).session().revokedAt().isEmpty();
    } catch (SessionBusyException e) {
      return false;
    }
  }

  @Test
  void familiarIsFromWhereAUserCameBefore() {
    UserName alice = UserName.parse("Alice").orElseThrow();
    assertThat(users.isFamiliar(alice, ADDRESS)).isFalse();
    String sid = begin("alice").session().sid();
    sessions.end(Selection.one("usr_alice", sid), "logout", ORIGIN);

    assertThat(users.isFamiliar(alice, ADDRESS)).isTrue();
    // Whoever has one address of a block has all, and many change theirs every day.
    assertThat(users.isFamiliar(alice, "2001:db8:1:2:a:b:c:d")).isTrue();
    assertThat(users.isFamiliar(alice, "2001:db8:1:20:0:0:0:1")).isFalse();
    assertThat(users.isFamiliar(alice, "2001:db8:1:0:0:0:0:1")).isFalse();
    assertThat(users.isFamiliar(alice, "192.0.2.1")).isFalse();
    UserName bob = UserName.parse("bob").orElseThrow();
    assertThat(users.isFamiliar(bob, ADDRESS)).isFalse();
    begin(users.findById("usr_bob").orElseThrow(), "192.0.2.30");
    assertThat(users.isFamiliar(bob, "192.0.2.30")).isTrue();
    // Begins as that one is written, and is another's.
    assertThat(users.isFamiliar(bob, "192.0.2.3")).isFalse();
  }

  @Test
  void aHashIsReplacedOnlyWhereItIsStillTheOld() {
    UserName alice = UserName.parse("alice").orElseThrow();

    users.rehash("usr_alice", "another hash", "newer");
    assertThat(users.findByName(alice).orElseThrow().passwordHash()).isEqualTo("hash");
    users.rehash("usr_alice", "hash", "newer");

    StoredUser stored = users.findByName(alice).orElseThrow();
    assertThat(stored.passwordHash()).isEqualTo("newer");
    assertThat(stored.user().authzVersion()).isEqualTo(1);
  }

  @Test
  void theRecordIsReadInPagesByUserEventAndTime() {
    AuditTable audit = new AuditTable(database());
    for (int i = 0; i < 5; i++) {
      audit.record(AuditEvent.refused("login", "wrong-password", ORIGIN), Optional.of("usr_bob"));
      audit.record(AuditEvent.refused("login", "unknown-user", ORIGIN), Optional.empty());
    }
    List<AuditRecord> all = audit.list(query(Optional.empty(), Optional.empty(), 100));
    List<AuditRecord> paged = new ArrayList<>();
    Optional<AuditRecord.Position> after = Optional.empty();
    while (paged.size() < all.size()) {
      List<AuditRecord> page = audit.list(query(after, Optional.empty(), 3));
      assertThat(page).isNotEmpty();
      paged.addAll(page);
      after = Optional.of(page.getLast().position());
    }

    assertThat(paged).isEqualTo(all);
    assertThat(audit.list(query(after, Optional.empty(), 3))).isEmpty();
    assertThat(audit.list(query(Optional.empty(), Optional.of("usr_bob"), 100)))
        .filteredOn(entry -> entry.event().event().equals("login"))
        .hasSize(5)
        .allMatch(entry -> entry.event().reason().equals("wrong-password"));
    AuditLog.Query later =
        new AuditLog.Query(
            Optional.empty(),
            Optional.of(Instant.now().plusSeconds(60)),
            Optional.empty(),
            Optional.empty(),
            10);
    assertThat(audit.list(later)).isEmpty();
  }

  private static AuditLog.Query query(
      Optional<AuditRecord.Position> after, Optional<String> user, int limit) {
    return new AuditLog.Query(after, Optional.empty(), user, Optional.empty(), limit);
  }
}
