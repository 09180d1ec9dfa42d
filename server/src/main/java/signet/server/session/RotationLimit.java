package signet.server.session;

import java.time.Duration;

/**
 * How often one session may rotate: a bucket of {@code burst} that refills at an even rate, kept as
 * one number a session (the generic cell rate algorithm). Immutable.
 *
 * @param perHour rotations an hour; 0 means no limit
 * @param burst rotations at once
 */
public record RotationLimit(int perHour, int burst) {
  /** What a session that never rotated has stored. */
  public static final long FULL = 0;

  /** Whether a rotation is permitted now, given what the session has stored. */
  public boolean permits(long storedMillis, long nowMillis) {
    return perHour == 0 || waitMillis(storedMillis, nowMillis) <= 0;
  }

  /** What to store after a rotation that was permitted. */
  public long after(long storedMillis, long nowMillis) {
    return perHour == 0 ? storedMillis : Math.max(storedMillis, nowMillis) + intervalMillis();
  }

  /** How long until the next one is permitted; never negative. */
  public Duration wait(long storedMillis, long nowMillis) {
    return Duration.ofMillis(Math.max(0, waitMillis(storedMillis, nowMillis)));
  }

  private long waitMillis(long storedMillis, long nowMillis) {
    // What is stored lies a burst ahead at most, whatever was done to the clock.
    long ahead = Math.min(Math.max(0, storedMillis - nowMillis), burst * intervalMillis());
    return ahead - (burst - 1) * intervalMillis();
  }

  private long intervalMillis() {
    return Duration.ofHours(1).toMillis() / Math.max(1, perHour);
  }
}
