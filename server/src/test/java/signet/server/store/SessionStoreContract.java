package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import signet.server.audit.AuditEvent;
import signet.server.key.RefreshTokenKeys;
import signet.server.session.Channel;
import signet.server.session.Device;
import signet.server.session.Generations;
import signet.server.session.Presenter;
import signet.server.session.RefreshDecision.Outcome;
import signet.server.session.RefreshResult;
import signet.server.session.RefreshResult.Reason;
import signet.server.session.RefreshRules;
import signet.server.session.RefreshTokens;
import signet.server.session.RotationLimit;
import signet.server.session.SessionReading;
import signet.server.session.SessionRules;
import signet.server.session.SessionStore.Selection;
import signet.server.session.Sessions;
import signet.server.user.StoredUser;
import signet.server.user.User;
import signet.server.user.UserName;

/** What sessions do on a real database, with real threads, whatever database it is. */
abstract class SessionStoreContract {
  private static final boolean FULL = "full".equals(System.getProperty("signet.scale"));
  private static final AuditEvent.Origin ORIGIN = new AuditEvent.Origin("test", "::1", "c1");
  private static final AuditEvent ADDED = new AuditEvent("user-added", ORIGIN);
  private static final AuditEvent LOGIN = new AuditEvent("login", ORIGIN);
  private static final RotationLimit UNLIMITED = new RotationLimit(0, 1);
  private static final String CLIENT = "phone";
  private static final Set<String> TRANSACTION_CONTROL =
      Set.of("BEGIN IMMEDIATE", "SAVEPOINT work", "RELEASE work", "COMMIT");

  private SessionTable table;

  abstract Database database();

  /** What goes to the database. */
  abstract CountingSource counting();

  @BeforeEach
  void addUsers() {
    table = new SessionTable(database());
    FeedTable.prepare(database(), Duration.ofMinutes(15));
    for (String name : List.of("alice", "bob")) {
      new UserTable(database())
          .insert(UserName.parse(name).orElseThrow(), new StoredUser(user(name), "hash"), ADDED);
    }
  }

  private static User user(String name) {
    return new User("usr_" + name, name, new TreeSet<>(), 1, true, Instant.EPOCH);
  }

  private Sessions sessions(Duration window, RotationLimit limit) {
    return new Sessions(
        table,
        new RefreshTokens(RefreshTokenKeys.of(1), new Random()),
        new SessionRules(
            Duration.ofDays(7), Duration.ofDays(30), new RefreshRules(window, false, false), limit),
        new Random());
  }

  private static Sessions.Begun begin(Sessions sessions, String user) {
    return sessions.begin(
        user(user),
        CLIENT,
        Channel.NATIVE,
        "aud",
        new TreeSet<>(),
        new Device("::1", ""),
        Optional.empty(),
        LOGIN);
  }

  private static RefreshResult refresh(Sessions sessions, String token) {
    return sessions.refresh(token, Presenter.of(CLIENT, Channel.NATIVE), ORIGIN);
  }

  private static RefreshResult.Granted granted(RefreshResult result) {
    assertThat(result).isInstanceOf(RefreshResult.Granted.class);
    return (RefreshResult.Granted) result;
  }

  /** As if the latest generation had been made and handed out long ago. */
  private void makeOld(String sid) {
    database()
        .writer()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE session SET rotated_at_ms = 0, handed_at_ms = 0 WHERE sid = ?", sid));
  }

  /** Numbers as long: which type a driver takes is its own affair. */
  private List<Map<String, Object>> rows(String table) {
    List<Map<String, Object>> rows =
        database()
            .reader()
            .withHandle(handle -> handle.createQuery("SELECT * FROM " + table).mapToMap().list());
    rows.forEach(
        row ->
            row.replaceAll(
                (column, value) -> value instanceof Number number ? number.longValue() : value));
    return rows;
  }

  @Test
  void walksThroughTheTable() {
    Sessions sessions = sessions(Duration.ofMinutes(5), UNLIMITED);
    Sessions.Begun begun = begin(sessions, "alice");
    String sid = begun.session().sid();
    String first = begun.refreshToken().encoded();

    assertThat(granted(refresh(sessions, first)).outcome()).isEqualTo(Outcome.REPEATED);
    makeOld(sid);
    RefreshResult.Granted rotated = granted(refresh(sessions, first));
    assertThat(rotated.outcome()).isEqualTo(Outcome.ROTATED);
    String second = rotated.refreshToken().encoded();
    assertThat(second).isNotEqualTo(first);
    RefreshResult.Granted again = granted(refresh(sessions, first));
    assertThat(again.outcome()).isEqualTo(Outcome.REPEATED_SUCCESSOR);
    assertThat(again.refreshToken().encoded()).isEqualTo(second);
    makeOld(sid);
    RefreshResult.Granted lost = granted(refresh(sessions, first));
    assertThat(lost.outcome()).isEqualTo(Outcome.LOST_REPLY);
    assertThat(table.read(sid).orElseThrow().generations())
        .extracting(Generations::gen, Generations::parent)
        .containsExactly(3L, 1L);
    assertThat(refresh(sessions, second)).isEqualTo(new RefreshResult.Refused(Reason.SUPERSEDED));
    assertThat(rows("revocation")).isEmpty();
    makeOld(sid);
    assertThat(refresh(sessions, second)).isEqualTo(new RefreshResult.Refused(Reason.STOLEN));
    assertThat(refresh(sessions, lost.refreshToken().encoded()))
        .isEqualTo(new RefreshResult.Refused(Reason.ENDED));
  }

  @Test
  void aRefreshIsTwoStatementsAndOneCommit() {
    Sessions sessions = sessions(Duration.ZERO, UNLIMITED);
    String token = begin(sessions, "alice").refreshToken().encoded();
    counting().forget();

    RefreshResult.Granted granted = granted(refresh(sessions, token));

    assertThat(granted.outcome()).isEqualTo(Outcome.ROTATED);
    List<String> seen = counting().seen();
    assertThat(seen.stream().filter(sql -> !TRANSACTION_CONTROL.contains(sql)))
        .satisfiesExactly(
            read -> assertThat(read).startsWith("SELECT s.*"),
            write -> assertThat(write).startsWith("UPDATE session SET gen"));
    // A statement outside of BEGIN and COMMIT is committed by itself.
    assertThat(seen.stream().filter("COMMIT"::equals).count())
        .isEqualTo(seen.contains("BEGIN IMMEDIATE") ? 1 : 0);

    counting().forget();
    granted(refresh(sessions(Duration.ofMinutes(5), UNLIMITED), granted.refreshToken().encoded()));
    assertThat(counting().seen()).as("repeated").singleElement().asString().startsWith("SELECT");
  }

  @Test
  void theftIsToldToTheFeedAndPutOnRecord() {
    Sessions sessions = sessions(Duration.ZERO, UNLIMITED);
    Sessions.Begun begun = begin(sessions, "alice");
    String stolen = begun.refreshToken().encoded();
    String second = granted(refresh(sessions, stolen)).refreshToken().encoded();
    refresh(sessions, second);
    refresh(sessions, stolen);

    assertThat(rows("feed").getFirst()).containsEntry("max_access_lifetime_ms", 900_000L);
    assertThat(rows("revocation"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry).containsEntry("kind", "sid");
              assertThat(entry).containsEntry("value", begun.session().sid());
              long revokedAt = ((Number) entry.get("revoked_at_ms")).longValue();
              assertThat(((Number) entry.get("expires_at_ms")).longValue())
                  .isEqualTo(revokedAt + 900_000 + 120_000);
            });
    assertThat(rows("audit WHERE event LIKE 'session-%'"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event).containsEntry("event", "session-theft");
              assertThat(event).containsEntry("sid", begun.session().sid());
              assertThat(event).containsEntry("user_id", "usr_alice");
              assertThat(event).containsEntry("correlation_id", "c1");
            });
  }

  @Test
  void refusesWrongClientChannelAndDisabledUserAndChangesNothing() {
    Sessions sessions = sessions(Duration.ZERO, UNLIMITED);
    Sessions.Begun begun = begin(sessions, "alice");
    String token = begun.refreshToken().encoded();
    SessionReading before = table.read(begun.session().sid()).orElseThrow();

    assertThat(sessions.refresh(token, Presenter.of("other", Channel.NATIVE), ORIGIN))
        .isEqualTo(new RefreshResult.Refused(Reason.WRONG_CLIENT));
    assertThat(sessions.refresh(token, Presenter.of(CLIENT, Channel.BROWSER), ORIGIN))
        .isEqualTo(new RefreshResult.Refused(Reason.WRONG_CLIENT));
    database()
        .writer()
        .useHandle(
            handle ->
                handle.execute("UPDATE user_account SET status = 'disabled' WHERE name = 'alice'"));
    assertThat(refresh(sessions, token)).isEqualTo(new RefreshResult.Refused(Reason.ENDED));

    SessionReading after = table.read(begun.session().sid()).orElseThrow();
    assertThat(after.generations()).isEqualTo(before.generations());
    assertThat(after.session()).isEqualTo(before.session());
  }

  @Test
  void endsIdleAndOldSessions() {
    Sessions sessions = sessions(Duration.ZERO, UNLIMITED);
    for (String column : List.of("idle_expires_at_ms", "abs_expires_at_ms")) {
      Sessions.Begun begun = begin(sessions, "alice");
      database()
          .writer()
          .useHandle(
              handle ->
                  handle.execute(
                      "UPDATE session SET " + column + " = ? WHERE sid = ?",
                      table.now().toEpochMilli(),
                      begun.session().sid()));

      assertThat(refresh(sessions, begun.refreshToken().encoded()))
          .isEqualTo(new RefreshResult.Refused(Reason.ENDED));
      assertThat(sessions.isLive(begun.session().sid())).isFalse();
    }
    assertThat(sessions.listLive(Optional.empty(), Optional.empty(), 10)).isEmpty();
  }

  @Test
  void endsOneOthersOrAllOfAUserAndNobodyElses() {
    Sessions sessions = sessions(Duration.ZERO, UNLIMITED);
    String one = begin(sessions, "alice").session().sid();
    String two = begin(sessions, "alice").session().sid();
    String three = begin(sessions, "alice").session().sid();
    String bobs = begin(sessions, "bob").session().sid();

    assertThat(sessions.end(Selection.one("usr_alice", bobs), "logout", ORIGIN)).isEmpty();
    assertThat(sessions.end(Selection.one("usr_alice", one), "logout", ORIGIN))
        .containsExactly(one);
    assertThat(sessions.end(Selection.one("usr_alice", one), "logout", ORIGIN)).isEmpty();
    assertThat(sessions.end(Selection.others("usr_alice", two), "logout", ORIGIN))
        .containsExactly(three);
    assertThat(sessions.end(Selection.all("usr_alice"), "logout", ORIGIN)).containsExactly(two);
    assertThat(sessions.isLive(bobs)).isTrue();

    // A position for each transaction that ended something, and none for the others.
    assertThat(rows("feed").getFirst()).containsEntry("seq", 3L);
    assertThat(rows("revocation")).hasSize(3);
    assertThat(rows("audit WHERE event LIKE 'session-%'")).hasSize(3);
  }

  @Test
  void limitsRotationsAndPutsItOnRecordOnce() {
    Sessions sessions = sessions(Duration.ZERO, new RotationLimit(60, 2));
    String token = begin(sessions, "alice").refreshToken().encoded();
    token = granted(refresh(sessions, token)).refreshToken().encoded();
    token = granted(refresh(sessions, token)).refreshToken().encoded();

    for (int i = 0; i < 3; i++) {
      assertThat(refresh(sessions, token)).isInstanceOf(RefreshResult.Limited.class);
    }
    assertThat(rows("audit WHERE event LIKE 'session-%'")).hasSize(1);
  }

  @Test
  void whatEndedLongAgoIsSweptInBatchesAndNothingElse() {
    Sessions sessions = sessions(Duration.ZERO, UNLIMITED);
    Duration keep = Duration.ofDays(10);
    long old = table.now().minus(keep).toEpochMilli() - 1;
    long recent = old + 60_000;
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      endAt(begin(sessions, "alice").session().sid(), old);
    }
    for (int i = 0; i < 2; i++) {
      String sid = begin(sessions, "alice").session().sid();
      endAt(sid, recent);
      kept.add(sid);
    }
    kept.add(begin(sessions, "bob").session().sid());
    database()
        .writer()
        .useTransaction(
            handle -> {
              addEntry(handle, 1, "sid", "old", old);
              addEntry(handle, 1, "jti", "old", old);
              addEntry(handle, 2, "sid", "old", old);
              addEntry(handle, 2, "sid", "recent", recent);
              addEntry(handle, 3, "key", "for ever", null);
            });

    try (Sweeper sweeper = new Sweeper(database(), keep, Duration.ofDays(365), 2)) {
      assertThat(sweeper.sweep()).isEqualTo(8);
      assertThat(sweeper.sweep()).isZero();
    }

    assertThat(rows("session"))
        .extracting(row -> row.get("sid"))
        .containsExactlyInAnyOrderElementsOf(kept);
    assertThat(rows("revocation"))
        .extracting(row -> row.get("value"))
        .containsExactlyInAnyOrder("recent", "for ever");
  }

  @Test
  void sweepsEventsThatAreOldEnoughByAClockOfTheirOwn() {
    Duration keep = Duration.ofDays(20);
    long old = table.now().minus(keep).toEpochMilli() - 1;
    database()
        .writer()
        .useTransaction(
            handle -> {
              for (int i = 0; i < 5; i++) {
                addEvent(handle, "old " + i, old);
              }
              addEvent(handle, "recent", old + 60_000);
            });

    try (Sweeper sweeper = new Sweeper(database(), Duration.ofDays(1), keep, 2)) {
      assertThat(sweeper.sweep()).isEqualTo(5);
    }

    assertThat(rows("audit"))
        .extracting(row -> row.get("id").toString())
        .contains("recent")
        .noneMatch(id -> id.startsWith("old"));
  }

  private static void addEvent(Handle handle, String id, long atMillis) {
    handle.execute(
        "INSERT INTO audit (id, at_ms, event, actor, address, correlation_id)"
            + " VALUES (?, ?, 'login', '', '', '')",
        id,
        atMillis);
  }

  private void endAt(String sid, long absoluteEndMillis) {
    database()
        .writer()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE session SET abs_expires_at_ms = ? WHERE sid = ?",
                    absoluteEndMillis,
                    sid));
  }

  private static void addEntry(Handle handle, long seq, String kind, String value, Long expires) {
    handle
        .createUpdate(
            "INSERT INTO revocation (seq, kind, value, revoked_at_ms, expires_at_ms)"
                + " VALUES (:seq, :kind, :value, 0, :expires)")
        .bind("seq", seq)
        .bind("kind", kind)
        .bind("value", value)
        .bind("expires", expires)
        .execute();
  }

  @Test
  void manyWhoPresentTheSameTokenAtOnceGetTheSameSuccessor() throws Exception {
    int rounds = FULL ? 1_000 : 100;
    Sessions sessions = sessions(Duration.ofMinutes(5), UNLIMITED);
    try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
      for (int round = 0; round < rounds; round++) {
        Sessions.Begun begun = begin(sessions, "alice");
        makeOld(begun.session().sid());
        String token = begun.refreshToken().encoded();
        List<Callable<RefreshResult>> attempts =
            Collections.nCopies(64, () -> refresh(sessions, token));

        List<RefreshResult.Granted> results = new ArrayList<>();
        for (Future<RefreshResult> result : threads.invokeAll(attempts)) {
          results.add(granted(result.get()));
        }
        assertThat(results.stream().map(r -> r.refreshToken().encoded()).distinct()).hasSize(1);
        assertThat(results.stream().filter(r -> r.outcome() == Outcome.ROTATED)).hasSize(1);
        assertThat(table.read(begun.session().sid()).orElseThrow().generations().gen())
            .isEqualTo(2);
      }
    }
    assertThat(rows("revocation")).isEmpty();
  }

  @Test
  void noRefreshSentAfterTheAnswerToALogoutSucceeds() throws Exception {
    int rounds = FULL ? 10_000 : 1_000;
    Sessions sessions = sessions(Duration.ZERO, UNLIMITED);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < rounds; round++) {
        Sessions.Begun begun = begin(sessions, "alice");
        CountDownLatch going = new CountDownLatch(1);
        Future<Long> lastGranted =
            threads.submit(() -> refreshUntilRefused(sessions, begun, going));
        going.await();
        assertThat(
                sessions.end(Selection.one("usr_alice", begun.session().sid()), "logout", ORIGIN))
            .hasSize(1);
        long answeredNanos = System.nanoTime();

        assertThat(lastGranted.get() - answeredNanos).as("round %d", round).isNegative();
      }
    }
    assertThat(rows("revocation")).hasSize(rounds);
    assertThat(rows("audit WHERE event LIKE 'session-%'")).hasSize(rounds);
  }

  /** When the last refresh that was granted was sent. */
  private static long refreshUntilRefused(
      Sessions sessions, Sessions.Begun begun, CountDownLatch going) {
    String token = begun.refreshToken().encoded();
    long lastNanos = System.nanoTime() - 1;
    while (true) {
      long sentNanos = System.nanoTime();
      going.countDown();
      RefreshResult result = refresh(sessions, token);
      if (!(result instanceof RefreshResult.Granted granted)) {
        return lastNanos;
      }
      lastNanos = sentNanos;
      token = granted.refreshToken().encoded();
    }
  }
}
