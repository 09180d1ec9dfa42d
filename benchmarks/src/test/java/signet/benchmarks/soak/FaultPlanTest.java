package signet.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FaultPlanTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void sameSeedGivesTheSameSchedule() {
    assertThat(FaultPlan.of(7, HOUR)).isEqualTo(FaultPlan.of(7, HOUR));
    assertThat(FaultPlan.of(7, HOUR)).isNotEqualTo(FaultPlan.of(8, HOUR));
  }

  @Test
  void dayHasEveryKindOfFault() {
    List<Fault> plan = FaultPlan.of(7, Duration.ofDays(1));
    assertThat(plan).extracting(Fault::kind).containsAll(Arrays.asList(FaultKind.values()));
    assertThat(plan).extracting(Fault::part).containsAll(Arrays.asList(Part.values()));
  }

  @Test
  void allEndAndRecoverBeforeTheRunEnds() {
    long last = HOUR.toMillis() - FaultTimeline.RECOVERY_NANOS / 1_000_000;
    assertThat(FaultPlan.of(7, HOUR))
        .allSatisfy(
            fault ->
                assertThat(fault.startMillis() + fault.lastsMillis()).isLessThanOrEqualTo(last));
  }

  @Test
  void onlyLongPausesOfServersLastAThirdOfTheWindowWhereRequestsWait() {
    assertThat(FaultPlan.of(7, HOUR))
        .filteredOn(f -> f.kind() == FaultKind.PAUSE || f.part() == Part.FRONT)
        .filteredOn(f -> f.kind() != FaultKind.CUT)
        .allSatisfy(f -> assertThat(f.lastsMillis()).isLessThan(Wire.PATIENCE.toMillis()));
  }
}
