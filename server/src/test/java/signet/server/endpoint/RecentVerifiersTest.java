package signet.server.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who was let in a moment ago, and for how long that counts. */
final class RecentVerifiersTest {
  private static final Duration LONG = Duration.ofMinutes(15);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
  private final RecentVerifiers recent = new RecentVerifiers(2, nanos::get);

  private static PresentedCredentials showing(String... authorization) {
    return new PresentedCredentials(List.of(authorization), List.of(), "POST", "https://id/seen");
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void remembersForFiveSecondsWhatWasShownAndNothingElse() {
    recent.add(showing("Bearer a"), "orders", LONG);
    assertThat(recent.client(showing("Bearer a"))).contains("orders");
    assertThat(recent.client(showing("Bearer b"))).isEmpty();
    assertThat(recent.client(showing())).isEmpty();
    assertThat(recent.client(showing("Bearer a", "Bearer a"))).isEmpty();
    pass(Duration.ofSeconds(5).minusNanos(1));
    assertThat(recent.client(showing("Bearer a"))).contains("orders");
    pass(Duration.ofNanos(1));
    assertThat(recent.client(showing("Bearer a"))).isEmpty();
  }

  @Test
  void aTokenThatEndsSoonerCountsNoLongerThanThat() {
    recent.add(showing("Bearer a"), "orders", Duration.ofSeconds(1));
    recent.add(showing("Bearer b"), "orders", Duration.ZERO);
    assertThat(recent.client(showing("Bearer b"))).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(recent.client(showing("Bearer a"))).isEmpty();
  }

  @Test
  void aProofOfPossessionCountsForOneRequest() {
    recent.add(showing("DPoP a"), "orders", LONG);
    assertThat(recent.client(showing("DPoP a"))).isEmpty();
    assertThat(recent.client(showing("Bearer a"))).isEmpty();
  }

  @Test
  void isBoundedAndLetsGoOfWhatHasEnded() {
    for (String token : List.of("Bearer a", "Bearer b", "Bearer c")) {
      recent.add(showing(token), "orders", LONG);
    }
    assertThat(recent.client(showing("Bearer c"))).isEmpty();
    pass(Duration.ofSeconds(5));
    recent.add(showing("Bearer c"), "orders", LONG);
    assertThat(recent.client(showing("Bearer c"))).contains("orders");
  }
}
