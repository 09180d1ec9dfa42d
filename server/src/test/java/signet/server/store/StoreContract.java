package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import signet.server.audit.AuditEvent;
import signet.server.session.Channel;
import signet.server.session.Device;
import signet.server.session.Generations;
import signet.server.session.Session;
import signet.server.session.SessionReading;
import signet.server.session.SessionSecret;
import signet.server.session.SessionStore;
import signet.server.user.StoredUser;
import signet.server.user.User;
import signet.server.user.UserName;
import signet.server.user.UserStore;

/** What every store does, whatever database lies beneath. */
abstract class StoreContract {
  private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_123L);

  private static final AuditEvent EVENT =
      new AuditEvent("test", new AuditEvent.Origin("test", "::1", "c1"));

  private static final SessionSecret SECRET = new SessionSecret("keykey12", "s".repeat(43));
  private static final Generations FIRST = new Generations(1, 0, 10, 20);
  private static final SessionStore.Basis BASIS = new SessionStore.Basis(1, false);

  abstract UserStore users();

  abstract SessionStore sessions();

  /** Everything written so far, read by a store that was opened anew. */
  abstract void reopen();

  @Test
  void findsAUserByNameInAnyCaseAndById() {
    StoredUser alice = add("Alice", "admin", "auditor");

    assertThat(users().findByName(name("aLICE"))).contains(alice);
    assertThat(users().findById(alice.user().id())).contains(alice.user());
    assertThat(users().findByName(name("alic"))).isEmpty();
    assertThat(users().findById("usr_none")).isEmpty();
  }

  @Test
  void keepsUsersOverARestart() {
    StoredUser alice = add("Alice", "admin");

    reopen();

    assertThat(users().findByName(name("alice"))).contains(alice);
  }

  @Test
  void keepsAUserWithoutRoles() {
    assertThat(add("alice").user().roles()).isEmpty();
    assertThat(users().findByName(name("alice")).orElseThrow().user().roles()).isEmpty();
  }

  @Test
  void keepsADisabledUser() {
    User user = new User("usr_1", "alice", new TreeSet<>(), 7, false, NOW);

    assertThat(users().insert(name("alice"), new StoredUser(user, "hash"), EVENT)).isTrue();

    assertThat(users().findById("usr_1")).contains(user);
  }

  @Test
  void takesANameOnce() {
    StoredUser first = add("alice", "admin");

    boolean added =
        users()
            .insert(
                name("ALICE"), new StoredUser(user("usr_other", "ALICE", "root"), "other"), EVENT);

    assertThat(added).isFalse();
    assertThat(users().findByName(name("alice"))).contains(first);
    assertThat(users().findById("usr_other")).isEmpty();
  }

  @Test
  void oneOfManyWhoWantANameGetsIt() throws Exception {
    List<Boolean> added =
        atOnce(
            16,
            i ->
                users()
                    .insert(
                        name("alice"),
                        new StoredUser(user("usr_" + i, "alice", "r"), "hash"),
                        EVENT));

    assertThat(added).containsOnlyOnce(true);
    assertThat(users().list(Optional.empty(), 10)).hasSize(1);
  }

  @Test
  void listsUsersByNameInPages() {
    for (String name : List.of("carol", "Bob", "alice", "dave")) {
      add(name, "one", "two");
    }

    assertThat(users().list(Optional.empty(), 3))
        .extracting(User::name)
        .containsExactly("alice", "Bob", "carol");
    assertThat(users().list(Optional.of(name("CAROL")), 3))
        .extracting(User::name)
        .containsExactly("dave");
    assertThat(users().list(Optional.of(name("dave")), 3)).isEmpty();
    assertThat(users().list(Optional.empty(), 4))
        .allSatisfy(user -> assertThat(user.roles()).containsExactly("one", "two"));
  }

  @Test
  void storesTextAsItIs() {
    String nasty = "o'brien\";DROP_TABLE_user_account;--\\%_😀";

    add(nasty);

    assertThat(users().findByName(name(nasty)).orElseThrow().user().name()).isEqualTo(nasty);
  }

  @Test
  void keepsSessions() {
    User user = add("alice").user();
    Session session = session("sid", user.id());

    insert(session);
    reopen();

    SessionReading read = sessions().read("sid").orElseThrow();
    assertThat(read.session()).isEqualTo(session);
    assertThat(read.secret()).isEqualTo(SECRET);
    assertThat(read.generations()).isEqualTo(FIRST);
    assertThat(read.user()).isEqualTo(user);
    assertThat(sessions().read("other")).isEmpty();
  }

  @Test
  void rejectsASessionTwiceAndOneOfNobody() {
    User user = add("alice").user();
    insert(session("sid", user.id()));

    assertThatThrownBy(() -> insert(session("sid", user.id())))
        .isInstanceOf(RuntimeException.class);
    assertThat(sessions().insert(session("other", "usr_nobody"), BASIS, SECRET, FIRST, EVENT))
        .isFalse();
    assertThat(sessions().read("other")).isEmpty();
  }

  private StoredUser add(String name, String... roles) {
    StoredUser user =
        new StoredUser(user("usr_" + name.hashCode(), name, roles), "hash of " + name);
    assertThat(users().insert(name(name), user, EVENT)).isTrue();
    return user;
  }

  private static User user(String id, String name, String... roles) {
    return new User(id, name, new TreeSet<>(Set.of(roles)), 1, true, NOW);
  }

  private static UserName name(String text) {
    return UserName.parse(text).orElseThrow();
  }

  private void insert(Session session) {
    assertThat(sessions().insert(session, BASIS, SECRET, FIRST, EVENT)).isTrue();
  }

  private static Session session(String sid, String userId) {
    return new Session(
        sid,
        userId,
        "default",
        Channel.BROWSER,
        "https://api.example.com",
        new TreeSet<>(Set.of("orders:read")),
        NOW,
        NOW.plusSeconds(60),
        NOW.plusSeconds(600),
        Optional.empty(),
        new Device("127.0.0.1", "curl/8"),
        Optional.empty());
  }

  private interface Attempt<T> {
    T run(int number);
  }

  private static <T> List<T> atOnce(int threads, Attempt<T> attempt) throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Callable<T>> attempts =
          IntStream.range(0, threads).<Callable<T>>mapToObj(i -> () -> attempt.run(i)).toList();
      return executor.invokeAll(attempts).stream().map(Future::resultNow).toList();
    }
  }
}
