package signet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import signet.bearer.health.ServiceHealth;
import signet.bearer.revocation.RevocationHealth;
import signet.bearer.revocation.RevocationHealth.State;

class TokenWatchTest {
  private static final ServiceHealth NO_KEYS =
      new ServiceHealth(Optional.empty(), List.of(), Optional.empty(), Optional.empty());

  private final TokenWatch watch = new TokenWatch();

  private static ServiceHealth health(State state, String... failure) {
    return new ServiceHealth(
        Optional.of("keyset"),
        List.of("kid"),
        Optional.of(Instant.EPOCH),
        Optional.of(
            new RevocationHealth(
                state,
                Optional.of("epoch"),
                1,
                Optional.of(Duration.ofSeconds(1)),
                0,
                List.of(failure).stream().findFirst())));
  }

  private String after(ServiceHealth health, int checks) {
    String last = "";
    for (int check = 0; check < checks; check++) {
      last = watch.check(health).orElse("");
    }
    return last;
  }

  @Test
  void aStartOfAMomentIsNotWorthALine() {
    assertThat(after(NO_KEYS, 2)).isEmpty();
    assertThat(after(health(State.STARTING), 2)).isEmpty();
    assertThat(after(health(State.FRESH), 5)).isEmpty();
  }

  @Test
  void anIssuerThatIsAwayIsToldOnceAndItsReturnAtOnce() {
    assertThat(after(NO_KEYS, 3)).startsWith("no keys were had");
    assertThat(after(NO_KEYS, 50)).isEmpty();
    assertThat(after(health(State.FRESH), 1)).startsWith("keys and revocations are known");
    assertThat(after(health(State.FRESH), 50)).isEmpty();
  }

  @Test
  void revocationsThatCannotBeReadAreToldWithTheReason() {
    assertThat(after(health(State.STARTING, "401 from the token endpoint"), 3))
        .startsWith("the issuer has not said so far what was revoked")
        .endsWith("(401 from the token endpoint)");
    assertThat(after(health(State.STALE, "connection refused"), 3))
        .startsWith("what was revoked of late is not known")
        .endsWith("(connection refused)");
    assertThat(after(health(State.FULL), 3)).isEmpty();
  }
}
