package signet.server.revocation;

import java.util.Optional;

/**
 * A copy of the feed outside SQL, for services that look up at each request. Thread-safe; blocks.
 * Every operation may throw {@link signet.server.outage.OutageException}.
 */
public interface FeedProjection {
  /** Up to where it holds everything; empty where it holds nothing. */
  Optional<FeedReader.Head> position();

  /**
   * Adds a part of the feed. What is there never goes back, so that the same part may be added by
   * several servers, or twice.
   *
   * @param before where the copy was
   * @param after where it is with this part
   * @return whether it was there, and has moved; what the part holds is added in any case
   */
  boolean add(Optional<FeedReader.Head> before, FeedReader.Page page, FeedReader.Head after);
}
