package signet.server.store;

import java.time.Duration;

/** Looks often: only this process writes, and one row of an embedded database is soon read. */
final class SqliteFeedSignal implements FeedSignal {
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  @Override
  public void await(Duration atMost) throws InterruptedException {
    Thread.sleep(atMost.compareTo(LOOK_EVERY) < 0 ? atMost : LOOK_EVERY);
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
