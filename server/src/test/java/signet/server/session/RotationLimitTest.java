package signet.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RotationLimitTest {
  private static final RotationLimit USUAL = new RotationLimit(60, 20);
  private static final long NOW = 1_800_000_000_000L;

  @Test
  void permitsTheBurstAtOnceAndOneAMinuteThen() {
    long stored = RotationLimit.FULL;
    for (int i = 0; i < 20; i++) {
      assertThat(USUAL.permits(stored, NOW)).as("rotation %d", i + 1).isTrue();
      stored = USUAL.after(stored, NOW);
    }

    assertThat(USUAL.permits(stored, NOW)).isFalse();
    assertThat(USUAL.wait(stored, NOW)).isEqualTo(Duration.ofMinutes(1));
    assertThat(USUAL.permits(stored, NOW + 59_999)).isFalse();
    assertThat(USUAL.permits(stored, NOW + 60_000)).isTrue();
    assertThat(USUAL.permits(USUAL.after(stored, NOW + 60_000), NOW + 60_000)).isFalse();
  }

  @Test
  void sixtyAnHourInTheLongRun() {
    long stored = RotationLimit.FULL;
    int rotations = 0;
    for (long second = 0; second < 10 * 3600; second++) {
      long now = NOW + second * 1000;
      if (USUAL.permits(stored, now)) {
        stored = USUAL.after(stored, now);
        rotations++;
      }
    }

    assertThat(rotations).isEqualTo(10 * 60 + 19);
  }

  @Test
  void aClockSetBackLocksNobodyOutForLong() {
    assertThat(USUAL.wait(NOW + 86_400_000, NOW)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void zeroMeansNoLimit() {
    RotationLimit none = new RotationLimit(0, 20);

    assertThat(none.permits(Long.MAX_VALUE, NOW)).isTrue();
    assertThat(none.after(0, NOW)).isZero();
  }
}
