package signet.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import signet.server.outage.OutageException;

/** What is charged in one place is given back there, however an outage begins or ends. */
final class FallbackCountersTest {
  private static final Charge CHARGE =
      new Charge(
          "both",
          "alice",
          new DelayRule(3, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1)));

  private final Noting shared = new Noting();
  private final Noting own = new Noting();
  private int fallbacks;

  private static final class Noting implements FailureCounters {
    private final List<String> calls = new ArrayList<>();
    private boolean away;

    private void note(String call) {
      if (away) {
        throw new OutageException(new IllegalStateException("away"));
      }
      calls.add(call);
    }

    @Override
    public Optional<Wait> charge(List<Charge> charges) {
      note("charge");
      return Optional.empty();
    }

    @Override
    public void giveBack(Charge charge) {
      note("give back");
    }

    @Override
    public void forget(Charge charge) {
      note("forget");
    }
  }

  private FallbackCounters attempt() {
    FallbackCounters attempt = new FallbackCounters(shared, own, () -> fallbacks++);
    assertThat(attempt.charge(List.of(CHARGE))).isEmpty();
    return attempt;
  }

  @Test
  void anAttemptBelongsToTheSharedOnes() {
    FallbackCounters attempt = attempt();
    attempt.giveBack(CHARGE);
    attempt.forget(CHARGE);

    assertThat(shared.calls).containsExactly("charge", "give back", "forget");
    assertThat(own.calls).isEmpty();
    assertThat(fallbacks).isZero();
  }

  @Test
  void whatWasChargedDuringAnOutageIsGivenBackToTheServersOwn() {
    shared.away = true;
    FallbackCounters attempt = attempt();
    shared.away = false;
    attempt.giveBack(CHARGE);

    assertThat(shared.calls).isEmpty();
    assertThat(own.calls).containsExactly("charge", "give back");
    assertThat(fallbacks).isEqualTo(1);
  }

  @Test
  void whatWasChargedBeforeAnOutageIsNotTakenFromTheServersOwn() {
    FallbackCounters attempt = attempt();
    shared.away = true;
    attempt.giveBack(CHARGE);
    attempt.forget(CHARGE);

    assertThat(shared.calls).containsExactly("charge");
    assertThat(own.calls).isEmpty();
  }
}
