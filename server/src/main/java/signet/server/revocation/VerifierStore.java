package signet.server.revocation;

import java.time.Duration;
import java.util.List;

/** What verifiers have reported to any server. Thread-safe; each call is one transaction. */
public interface VerifierStore {
  /**
   * A report, by how long ago.
   *
   * @param reached since the position was first reported
   * @param seen since the last report
   */
  record Aged(VerifierReport report, Duration reached, Duration seen) {}

  /**
   * Writes reports, and removes those that are too old.
   *
   * @return whether somebody waits to see them
   */
  boolean write(List<Aged> reports, Duration forgottenAfter);

  /** What was written, the oldest left out; remembers that somebody looks. */
  VerifierReading read(Duration forgottenAfter);
}
