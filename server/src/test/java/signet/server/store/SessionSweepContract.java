package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import signet.server.session.Sessions;

/** What is swept of sessions, revocations and events, and what stays, whatever database it is. */
abstract class SessionSweepContract extends SessionStoreFixture {
  @Test
  void whatEndedLongAgoIsSweptInBatchesAndNothingElse() {
    Sessions sessions = sessions(Duration.ZERO, UNLIMITED);
    Duration keep = Duration.ofDays(10);
    long old = table().now().minus(keep).toEpochMilli() - 1;
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
    long old = table().now().minus(keep).toEpochMilli() - 1;
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
}
