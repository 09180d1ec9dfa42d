package signet.server.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The record of events, for what has no other transaction to be written in, and for reading.
 * Thread-safe; each call is one transaction.
 */
public interface AuditLog {
  /** Puts an event on record that concerns that user, or nobody who is known. */
  void record(AuditEvent event, Optional<String> userId);

  /** What was put on record, the oldest first. */
  List<AuditRecord> list(Query query);

  /**
   * What to read.
   *
   * @param after leaves out everything up to there
   * @param since leaves out everything before that time
   * @param userId of this user alone
   * @param event of this word alone
   * @param limit records at most
   */
  record Query(
      Optional<AuditRecord.Position> after,
      Optional<Instant> since,
      Optional<String> userId,
      Optional<String> event,
      int limit) {}
}
