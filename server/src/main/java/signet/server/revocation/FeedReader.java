package signet.server.revocation;

import java.time.Duration;
import java.util.List;

/**
 * Reads the revocation feed from the primary. Positions are in the order of commits, so what was
 * read up to one is complete. Thread-safe; blocks.
 */
public interface FeedReader extends AutoCloseable {
  /**
   * Where the feed stands.
   *
   * @param epoch whose positions they are
   * @param seq of the newest entry
   */
  record Head(String epoch, long seq) {}

  /**
   * An entry at its position.
   *
   * @param expiresAtMillis since the epoch; {@link Long#MAX_VALUE} of a key
   */
  record Placed(long seq, RevocationEntry entry, long expiresAtMillis) {}

  /**
   * A part of the feed.
   *
   * @param entries in the order of positions; expired ones are left out
   * @param upTo the position up to which all has been given once these have been
   */
  record Page(List<Placed> entries, long upTo) {}

  /** Where the feed stands now. */
  Head head();

  /** Takes a part of the feed. */
  @FunctionalInterface
  interface PageConsumer {
    void accept(Page page) throws InterruptedException;
  }

  /**
   * Gives everything after a position and up to another, in parts of bounded size; the last one
   * ends there, and may be empty.
   */
  void read(long after, long upTo, PageConsumer pages) throws InterruptedException;

  /** Waits until something may have been appended, or for that long. */
  void awaitChange(Duration atMost) throws InterruptedException;

  @Override
  void close();
}
