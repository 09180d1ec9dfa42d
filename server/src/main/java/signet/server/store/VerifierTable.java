package signet.server.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import signet.server.revocation.FeedReader;
import signet.server.revocation.VerifierReading;
import signet.server.revocation.VerifierReport;
import signet.server.revocation.VerifierStore;

/** What verifiers reported, in SQL. */
public final class VerifierTable implements VerifierStore {
  private static final int MOST = 10_000;

  /** For how long a look counts as waiting; whoever waits looks more often. */
  private static final long WATCH_MILLIS = 3_000;

  /** A look marks the row again when half of that is over. */
  private static final long WATCH_AGAIN_MILLIS = WATCH_MILLIS / 2;

  private static final String UPSERT =
      """
      INSERT INTO verifier (client_id, instance, epoch, seq, keyset_id, reached_at_ms, seen_at_ms)
      VALUES (:client, :instance, :epoch, :seq, :keysetId, :reached, :seen)
      ON CONFLICT (client_id, instance) DO UPDATE SET
        reached_at_ms = CASE
          WHEN verifier.epoch = excluded.epoch AND verifier.seq = excluded.seq
          THEN verifier.reached_at_ms ELSE excluded.reached_at_ms END,
        epoch = excluded.epoch, seq = excluded.seq, keyset_id = excluded.keyset_id,
        seen_at_ms = excluded.seen_at_ms
      WHERE verifier.seen_at_ms <= excluded.seen_at_ms
      """;

  private final Database database;

  /** Verifiers of that database. */
  public VerifierTable(Database database) {
    this.database = database;
  }

  @Override
  public boolean write(List<Aged> reports, Duration forgottenAfter) {
    return database
        .writer()
        .inTransaction(
            handle -> {
              long now = now(handle);
              upsert(handle, reports, now);
              handle.execute(
                  "DELETE FROM verifier WHERE seen_at_ms < ?", now - forgottenAfter.toMillis());
              return watchedUntil(handle) > now;
            });
  }

  private static void upsert(Handle handle, List<Aged> reports, long now) {
    PreparedBatch batch = handle.prepareBatch(UPSERT);
    for (Aged aged : reports) {
      VerifierReport report = aged.report();
      batch
          .bind("client", report.clientId())
          .bind("instance", report.instance())
          .bind("epoch", report.position().epoch())
          .bind("seq", report.position().seq())
          .bind("keysetId", report.keysetId().orElse(""))
          .bind("reached", now - aged.reached().toMillis())
          .bind("seen", now - aged.seen().toMillis())
          .add();
    }
    batch.execute();
  }

  @Override
  public VerifierReading read(Duration forgottenAfter) {
    VerifierReading reading =
        database.reader().withHandle(handle -> read(handle, forgottenAfter.toMillis()));
    long now = reading.now().toEpochMilli();
    // A statement that changes nothing most of the time is not worth a transaction each.
    if (database.reader().withHandle(VerifierTable::watchedUntil) < now + WATCH_AGAIN_MILLIS) {
      database
          .writer()
          .useHandle(
              handle ->
                  handle.execute(
                      "UPDATE verifier_watch SET until_ms = ? WHERE id = 1", now + WATCH_MILLIS));
    }
    return reading;
  }

  private VerifierReading read(Handle handle, long forgottenAfterMillis) {
    long now = now(handle);
    FeedReader.Head head =
        handle
            .createQuery("SELECT epoch, seq FROM feed WHERE id = 1")
            .map((row, context) -> new FeedReader.Head(row.getString(1), row.getLong(2)))
            .one();
    long changedAt =
        handle
            .createQuery(
                "SELECT COALESCE(MAX(revoked_at_ms), :now) FROM revocation WHERE seq = :seq")
            .bind("now", now)
            .bind("seq", head.seq())
            .mapTo(Long.class)
            .one();
    List<VerifierReading.Seen> verifiers =
        handle
            .createQuery(
                """
                SELECT client_id, instance, epoch, seq, keyset_id, reached_at_ms, seen_at_ms
                FROM verifier WHERE seen_at_ms >= :since ORDER BY client_id, instance LIMIT :most
                """)
            .bind("since", now - forgottenAfterMillis)
            .bind("most", MOST)
            .map(
                (row, context) ->
                    new VerifierReading.Seen(
                        new VerifierReport(
                            row.getString(1),
                            row.getString(2),
                            new FeedReader.Head(row.getString(3), row.getLong(4)),
                            Optional.of(row.getString(5)).filter(id -> !id.isEmpty())),
                        Instant.ofEpochMilli(row.getLong(6)),
                        Instant.ofEpochMilli(row.getLong(7))))
            .list();
    return new VerifierReading(
        head,
        Instant.ofEpochMilli(changedAt),
        Instant.ofEpochMilli(now),
        servers(handle, now),
        verifiers);
  }

  /** Servers that hold a lease on signing. */
  private static int servers(Handle handle, long now) {
    return handle
        .createQuery("SELECT COUNT(*) FROM key_node WHERE lease_until_ms > :now")
        .bind("now", now)
        .mapTo(Integer.class)
        .one();
  }

  private static long watchedUntil(Handle handle) {
    return handle
        .createQuery("SELECT until_ms FROM verifier_watch WHERE id = 1")
        .mapTo(Long.class)
        .one();
  }

  private long now(Handle handle) {
    return handle.createQuery("SELECT " + database.nowMillis()).mapTo(Long.class).one();
  }
}
