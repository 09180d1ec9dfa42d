package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class DatabaseClockTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicReference<Instant> own = new AtomicReference<>(NOON);
  private final AtomicLong nanos = new AtomicLong();
  private final DatabaseClock clock = new DatabaseClock(own::get, nanos::get);

  @Test
  void isTheMachinesUntilTheDatabaseHasTold() {
    assertThat(clock.instant()).isEqualTo(NOON);
    assertThat(clock.ahead()).isZero();
  }

  @Test
  void followsTheDatabaseWhateverTheMachineSays() {
    clock.saw(NOON.plusSeconds(3600), nanos.get());
    own.set(NOON.minusSeconds(86_400));
    nanos.addAndGet(SECOND.toNanos());

    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(3601));
    assertThat(clock.ahead()).isEqualTo(Duration.ofSeconds(-86_400 - 3601));
  }

  @Test
  void countsFromWhenTheDatabaseWasAsked() {
    long asked = nanos.get();
    nanos.addAndGet(SECOND.toNanos() / 2);

    clock.saw(NOON.plusSeconds(10), asked);

    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(10).plusMillis(500));
  }

  @Test
  void keepsWhatItKnowsWhenAnAnswerTookLong() {
    clock.saw(NOON, nanos.get());
    long asked = nanos.get();
    nanos.addAndGet(20 * SECOND.toNanos());

    clock.saw(NOON.plusSeconds(1), asked);

    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(20));
  }

  @Test
  void believesALateAnswerRatherThanNone() {
    long asked = nanos.get();
    nanos.addAndGet(20 * SECOND.toNanos());

    clock.saw(NOON.plusSeconds(7200), asked);

    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(7220));
  }
}
