package signet.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What counters do, wherever they are kept. */
public abstract class FailureCountersContract {
  private static final DelayRule RULE =
      new DelayRule(3, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1));

  /** What time it is for the counters. */
  protected final AtomicLong clockMillis = new AtomicLong(1_000_000);

  private FailureCounters counters;

  /** New counters, all zero, by the clock above. */
  protected abstract FailureCounters open() throws Exception;

  @BeforeEach
  final void openCounters() throws Exception {
    counters = open();
  }

  /** What an attempt about that key is charged to. */
  protected static Charge charge(String key) {
    return new Charge("kind", key, RULE);
  }

  /** How long an attempt charged to these must wait; charges it otherwise. */
  protected final Duration waitOf(Charge... charges) {
    return counters
        .charge(List.of(charges))
        .map(FailureCounters.Wait::duration)
        .orElse(Duration.ZERO);
  }

  private void after(Duration time) {
    clockMillis.addAndGet(time.toMillis());
  }

  @Test
  final void delaysDoubleUpToTheirBound() {
    for (int i = 0; i < 4; i++) {
      assertThat(waitOf(charge("a"))).isZero();
    }
    for (int seconds : new int[] {1, 2, 4, 8, 10, 10}) {
      assertThat(waitOf(charge("a"))).isEqualTo(Duration.ofSeconds(seconds));
      after(Duration.ofMillis(seconds * 1000L - 1));
      assertThat(waitOf(charge("a"))).isEqualTo(Duration.ofMillis(1));
      after(Duration.ofMillis(1));
      assertThat(waitOf(charge("a"))).isZero();
    }
    assertThat(waitOf(charge("b"))).isZero();
  }

  @Test
  final void failuresAreForgottenInTime() {
    for (int i = 0; i < 4; i++) {
      counters.charge(List.of(charge("a")));
    }
    assertThat(waitOf(charge("a"))).isPositive();
    after(Duration.ofMinutes(1));
    for (int i = 0; i < 4; i++) {
      assertThat(waitOf(charge("a"))).isZero();
    }
    assertThat(waitOf(charge("a"))).isPositive();
  }

  @Test
  final void chargesAllOrNone() {
    for (int i = 0; i < 4; i++) {
      counters.charge(List.of(charge("full")));
    }
    for (int i = 0; i < 10; i++) {
      Optional<FailureCounters.Wait> wait =
          counters.charge(List.of(charge("other"), charge("full")));
      assertThat(wait.orElseThrow().charge().key()).isEqualTo("full");
    }
    for (int i = 0; i < 4; i++) {
      assertThat(waitOf(charge("other"))).isZero();
    }
  }

  @Test
  final void givesBackAndForgets() {
    for (int i = 0; i < 100; i++) {
      assertThat(waitOf(charge("a"))).isZero();
      counters.giveBack(charge("a"));
    }
    for (int i = 0; i < 4; i++) {
      assertThat(waitOf(charge("a"))).isZero();
    }
    assertThat(waitOf(charge("a"))).isPositive();
    counters.forget(charge("a"));
    assertThat(waitOf(charge("a"))).isZero();
  }

  @Test
  final void ofManyAtOnceNoMoreThanTheFreeOnesPass() throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(16)) {
      List<Callable<Boolean>> attempts =
          IntStream.range(0, 200)
              .<Callable<Boolean>>mapToObj(i -> () -> waitOf(charge("a")).isZero())
              .toList();
      assertThat(executor.invokeAll(attempts).stream().map(Future::resultNow).filter(ok -> ok))
          .hasSize(4);
    }
  }

  @Test
  final void kindsAreKeptApart() {
    for (int i = 0; i < 4; i++) {
      counters.charge(List.of(charge("a")));
    }
    assertThat(waitOf(new Charge("kin", "da", RULE))).isZero();
    assertThat(waitOf(new Charge("other", "a", RULE))).isZero();
  }
}
