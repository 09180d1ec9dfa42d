package signet.server.revocation;

import java.time.Instant;
import java.util.List;

/**
 * How far revocations have spread, by the clock of the database.
 *
 * @param head where the feed stands
 * @param changedAt when it got there
 * @param now when it was read
 * @param servers how many servers tell verifiers; 0 where none runs
 * @param verifiers who reported lately, by client and instance
 */
public record VerifierReading(
    FeedReader.Head head, Instant changedAt, Instant now, int servers, List<Seen> verifiers) {
  /**
   * A verifier.
   *
   * @param report its last
   * @param reachedAt when it first reported the position
   * @param seenAt when it reported last
   */
  public record Seen(VerifierReport report, Instant reachedAt, Instant seenAt) {
    /** Whether it knows everything up to there. */
    public boolean hasReached(FeedReader.Head head) {
      FeedReader.Head position = report.position();
      return position.epoch().equals(head.epoch()) && position.seq() >= head.seq();
    }
  }

  public VerifierReading {
    verifiers = List.copyOf(verifiers);
  }
}
