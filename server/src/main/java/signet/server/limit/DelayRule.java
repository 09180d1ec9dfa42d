package signet.server.limit;

import java.time.Duration;

/**
 * How long to wait after so many failures: nothing at first, then a delay that doubles with each
 * failure up to a bound.
 *
 * @param free failures without a delay
 * @param first the delay after one more
 * @param most the longest delay
 * @param forgotten failures count until none has been added for so long; longer than {@code most}
 */
public record DelayRule(int free, Duration first, Duration most, Duration forgotten) {
  private static final int MAX_DOUBLINGS = 30;

  public DelayRule {
    if (forgotten.compareTo(most) <= 0) {
      throw new IllegalArgumentException("a delay must be over before its cause is forgotten");
    }
  }

  /** The delay after that many failures. */
  Duration delay(int failures) {
    if (failures <= free) {
      return Duration.ZERO;
    }
    int doublings = Math.min(failures - free - 1, MAX_DOUBLINGS);
    Duration grown = first.multipliedBy(1L << doublings);
    return grown.compareTo(most) < 0 ? grown : most;
  }

  /** How many of the failures count still. */
  int remaining(int failures, long lastMillis, long nowMillis) {
    return nowMillis - lastMillis >= forgotten.toMillis() ? 0 : failures;
  }
}
