package signet.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class FakeClockTest {

  @Test
  void standsStillUntilItIsMoved() {
    FakeClock clock = FakeClock.at("2026-01-01T00:00:00Z");
    assertThat(clock.instant()).isEqualTo("2026-01-01T00:00:00Z");
    clock.advance(Duration.ofSeconds(5));
    assertThat(clock.instant()).isEqualTo("2026-01-01T00:00:05Z");
    clock.set(Instant.EPOCH);
    assertThat(clock.millis()).isZero();
  }

  @Test
  void showsTheSameTimeInAnotherZone() {
    FakeClock clock = FakeClock.at("2026-01-01T00:00:00Z");
    FakeClock other = clock.withZone(ZoneId.of("Asia/Tokyo"));
    clock.advance(Duration.ofHours(1));
    assertThat(other.instant()).isEqualTo(clock.instant());
    assertThat(other.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
  }
}
