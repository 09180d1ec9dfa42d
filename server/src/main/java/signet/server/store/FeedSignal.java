package signet.server.store;

import java.time.Duration;

/** Tells that the revocation feed may have grown. Used by one thread. */
interface FeedSignal extends AutoCloseable {
  /** Waits until it may have grown, or for that long. */
  void await(Duration atMost) throws InterruptedException;

  @Override
  default void close() {}
}
