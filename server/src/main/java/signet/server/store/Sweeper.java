package signet.server.store;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.server.outage.OutageException;

/**
 * Removes sessions and revocation entries that ended long ago, and old events, in small batches
 * beside everything else; any number of servers may do so at once. Entries of keys never end.
 * Thread-safe.
 */
public final class Sweeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  private static final int BATCH = 500;
  private static final long EVERY_SECONDS = 600;

  // A session has ended, whatever became of it, when its absolute lifetime has; an index has that.
  private static final String SESSIONS =
      """
      DELETE FROM session WHERE sid IN (
        SELECT sid FROM session WHERE abs_expires_at_ms < :before
        ORDER BY abs_expires_at_ms, sid LIMIT :batch)
      """;
  private static final String REVOCATIONS =
      """
      DELETE FROM revocation WHERE (seq, kind, value) IN (
        SELECT seq, kind, value FROM revocation WHERE expires_at_ms < :before
        ORDER BY expires_at_ms, seq, kind, value LIMIT :batch)
      """;

  private static final String EVENTS =
      """
      DELETE FROM audit WHERE id IN (
        SELECT id FROM audit WHERE at_ms < :before ORDER BY at_ms, id LIMIT :batch)
      """;

  private final Database database;
  private final Duration keepEnded;
  private final Duration keepAudit;
  private final int batch;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("sweeper").daemon().factory());

  /**
   * A sweeper of that database.
   *
   * @param keepEnded for how long what has ended stays, for audits
   * @param keepAudit for how long events stay on record
   */
  public Sweeper(Database database, Duration keepEnded, Duration keepAudit) {
    this(database, keepEnded, keepAudit, BATCH);
  }

  Sweeper(Database database, Duration keepEnded, Duration keepAudit, int batch) {
    this.database = database;
    this.keepEnded = keepEnded;
    this.keepAudit = keepAudit;
    this.batch = batch;
  }

  /** Sweeps now and then from now on. */
  // Nothing comes out of the work that a future could tell of.
  @SuppressWarnings("FutureReturnValueIgnored")
  public void start() {
    // Servers that were started together do not sweep together.
    long first = ThreadLocalRandom.current().nextLong(EVERY_SECONDS);
    timer.scheduleWithFixedDelay(this::sweepQuietly, first, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  private void sweepQuietly() {
    try {
      long swept = sweep();
      if (swept > 0) {
        LOG.info("removed {} sessions, revocation entries and events of long ago", swept);
      }
    } catch (OutageException e) {
      // The next time will do.
    } catch (RuntimeException e) {
      LOG.warn("sweeping failed", e);
    }
  }

  /** Removes all there is at this moment; gives how many rows. */
  long sweep() {
    return sweepAll(SESSIONS, keepEnded)
        + sweepAll(REVOCATIONS, keepEnded)
        + sweepAll(EVENTS, keepAudit);
  }

  private long sweepAll(String delete, Duration keep) {
    long swept = 0;
    int last;
    do {
      last = sweepBatch(delete, keep);
      swept += last;
    } while (last == batch && !timer.isShutdown());
    return swept;
  }

  private int sweepBatch(String delete, Duration keep) {
    return database
        .writer()
        .inTransaction(
            handle -> {
              long now =
                  handle.createQuery("SELECT " + database.nowMillis()).mapTo(Long.class).one();
              return handle
                  .createUpdate(delete)
                  .bind("before", now - keep.toMillis())
                  .bind("batch", batch)
                  .execute();
            });
  }

  /** Stops; a batch that runs is finished. */
  @Override
  public void close() {
    timer.close();
  }
}
