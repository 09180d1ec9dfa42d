package signet.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import signet.bearer.health.ServiceHealth;
import signet.bearer.revocation.RevocationFeed;
import signet.bearer.revocation.RevocationHealth;
import signet.jose.jwks.RemoteJwkSet;

/**
 * Keys and revocations for Actuator, in the form that all integrations show. {@code STALE}, which
 * does not take an application out of service, while tokens are judged by what was known before.
 */
final class SignetHealthIndicator implements HealthIndicator {
  private static final Status STALE = new Status("STALE");

  private final RemoteJwkSet keys;
  private final @Nullable RevocationFeed revocations;

  SignetHealthIndicator(RemoteJwkSet keys, @Nullable RevocationFeed revocations) {
    this.keys = keys;
    this.revocations = revocations;
  }

  @Override
  public Health health() {
    ServiceHealth now =
        revocations == null ? ServiceHealth.of(keys) : ServiceHealth.of(keys, revocations);
    boolean fresh =
        now.revocations().map(feed -> feed.state() == RevocationHealth.State.FRESH).orElse(true);
    Status status = !now.isReady() ? Status.DOWN : fresh ? Status.UP : STALE;
    return Health.status(status).withDetails(now.members()).build();
  }
}
