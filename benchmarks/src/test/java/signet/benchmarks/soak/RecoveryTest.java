package signet.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RecoveryTest {
  private static final Fault KILL = new Fault(FaultKind.KILL, Part.NODE_SERVICE, 0, 500, 0);

  private final AtomicInteger rounds = new AtomicInteger();
  private final AtomicBoolean disturbed = new AtomicBoolean();

  @Test
  void isMeasuredFromTheFirstRoundInWhichAllWorks() throws Exception {
    Recovery recovery = new Recovery(() -> rounds.incrementAndGet() == 3, new Verdicts());

    recovery.measure(KILL, System.nanoTime(), disturbed::get);

    assertThat(rounds).hasValue(3);
    assertThat(recovery.times()).containsOnlyKeys(KILL.name());
    assertThat(recovery.sinceReadyTimes()).containsOnlyKeys(KILL.name());
  }

  @Test
  void whatAnotherFaultDelaysIsMeasuredNeitherWhereItFailsNorWhereItWaits() throws Exception {
    for (boolean works : new boolean[] {false, true}) {
      disturbed.set(false);
      rounds.set(0);
      Recovery recovery =
          new Recovery(
              () -> {
                rounds.incrementAndGet();
                disturbed.set(true);
                return works;
              },
              new Verdicts());

      recovery.measure(KILL, System.nanoTime(), disturbed::get);

      assertThat(rounds).hasValue(1);
      assertThat(recovery.times()).isEmpty();
    }
  }
}
