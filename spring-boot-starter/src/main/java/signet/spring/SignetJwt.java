package signet.spring;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import signet.jose.jwt.ClaimNames;
import signet.jose.jwt.VerifiedJwt;

/** A token as Spring's users see it, which remembers that it was verified. Immutable. */
final class SignetJwt extends Jwt {
  private static final long serialVersionUID = 1;

  /** Not what an application stores somewhere: it would count there after it ended. */
  private final transient @Nullable VerifiedJwt verified;

  /**
   * A verified token.
   *
   * @throws IllegalArgumentException unless it expires after it was issued
   */
  SignetJwt(
      String token, Map<String, Object> headers, Map<String, Object> claims, VerifiedJwt verified) {
    super(
        token,
        time(claims, ClaimNames.ISSUED_AT),
        time(claims, ClaimNames.EXPIRES_AT),
        headers,
        claims);
    this.verified = verified;
  }

  private static @Nullable Instant time(Map<String, Object> claims, String name) {
    return claims.get(name) instanceof Instant instant ? instant : null;
  }

  /** As the verifier made it; empty after it was stored and read. */
  Optional<VerifiedJwt> verified() {
    return Optional.ofNullable(verified);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
