package signet.server.key;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import signet.server.audit.AuditEvent;

/**
 * Keeps signing keys and the leases of those who use them. Thread-safe; each call is one
 * transaction, and the store's own clock counts.
 */
public interface KeyStore {
  /** Whether other servers may use it at the same time. */
  boolean isShared();

  /** Has tokens and copies of the set live so long, from now on; never less than before. */
  void prepare(Duration maxAge);

  /** The number of the set. */
  long seq();

  /** Everything; keys may be newer than the number says, never older. */
  KeySnapshot load();

  /** Every key, the oldest first. */
  default List<StoredKey> all() {
    return load().keys();
  }

  /**
   * Takes a step, if nobody has taken one since that number and what the step wants still holds.
   *
   * @param made the key that the step makes, if any
   * @param change what goes with it
   * @return empty, with nothing changed, if it was not taken
   */
  Optional<Taken> take(long seq, KeyStep step, Optional<StoredKey> made, Change change);

  /**
   * What goes with a step.
   *
   * @param events put on record
   * @param endSessions ends every session and puts that on record, if present
   */
  record Change(List<AuditEvent> events, Optional<AuditEvent> endSessions) {
    public Change {
      events = List.copyOf(events);
    }
  }

  /**
   * A step that was taken.
   *
   * @param seq the new number of the set
   * @param endedSessions how many
   */
  record Taken(long seq, int endedSessions) {}

  /**
   * Prolongs a node's lease, or begins it.
   *
   * @return false, with nothing changed, if the set has another number by now
   */
  boolean renew(String node, long loadedSeq, Duration lease);

  /** Ends a node's lease. */
  void leave(String node);

  /** Counts signatures, by {@code kid}. */
  void countSignatures(Map<String, Long> signatures);

  /**
   * How many signatures each key made within the longest lifetime of a token: more of its tokens
   * cannot be alive.
   */
  Map<String, Long> recentSignatures();
}
