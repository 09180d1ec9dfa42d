package signet.gateway.live;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import signet.jose.jwt.VerifiedJwt;

/**
 * Whether the token still holds that a connection was opened with; asked a few times a second.
 *
 * <p>There is no index by {@code jti}, {@code sid}, {@code sub} and key: each question is answered
 * from the list of revocations in tens of nanoseconds, the one that requests are judged by, so what
 * revokes a token for a request ends a connection too, and nothing has to be kept in step.
 */
public final class TokenLife {
  /** Why the connection ended, in logs and metrics. */
  public static final String ENDED = "token_ended";

  private final @Nullable VerifiedJwt jwt;
  private final long expiresAtMillis;

  /** The life of a connection with that token; null where there was none to be had. */
  public TokenLife(@Nullable VerifiedJwt jwt) {
    this.jwt = jwt;
    this.expiresAtMillis = jwt == null ? Long.MAX_VALUE : jwt.expiresAt().toEpochMilli();
  }

  /** Whether it holds at this moment. */
  public boolean holds(Predicate<VerifiedJwt> revoked) {
    return jwt == null || (System.currentTimeMillis() < expiresAtMillis && !revoked.test(jwt));
  }
}
