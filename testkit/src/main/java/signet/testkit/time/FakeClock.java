package signet.testkit.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until a test moves it. Safe for use by several threads.
 *
 * <p>It is a {@link Clock}, and with it an {@link java.time.InstantSource}.
 */
public final class FakeClock extends Clock {
  private final AtomicReference<Instant> now;
  private final ZoneId zone;

  private FakeClock(AtomicReference<Instant> now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /** A clock that shows {@code start}, in UTC. */
  public static FakeClock at(Instant start) {
    return new FakeClock(new AtomicReference<>(start), ZoneOffset.UTC);
  }

  /** A clock that shows an ISO instant such as {@code 2026-01-01T00:00:00Z}. */
  public static FakeClock at(String start) {
    return at(Instant.parse(start));
  }

  /** Jumps to {@code instant}, backwards too. */
  public void set(Instant instant) {
    now.set(instant);
  }

  /** Moves by {@code step}, backwards where it is negative, and returns the new instant. */
  public Instant advance(Duration step) {
    return now.updateAndGet(instant -> instant.plus(step));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** The same clock in another zone: moving one moves the other. */
  @Override
  public FakeClock withZone(ZoneId other) {
    return new FakeClock(now, other);
  }
}
