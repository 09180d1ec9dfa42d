package signet.server.token;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;
import signet.server.key.SigningKeys;

/** Makes access tokens as RFC 9068 says. Thread-safe. */
public final class AccessTokenIssuer {
  /** RFC 9068 §2.1. */
  static final String TYPE = "at+jwt";

  private static final int JTI_BYTES = 16;

  private final JwtSigner signer;
  private final String issuer;
  private final Duration lifetime;
  private final RandomGenerator random;

  /**
   * An issuer of access tokens.
   *
   * @param issuer their {@code iss}
   * @param random cryptographically strong and thread-safe
   */
  public AccessTokenIssuer(
      SigningKeys keys, String issuer, Duration lifetime, RandomGenerator random) {
    this.signer = JwtSigner.of(keys.active(), TYPE);
    this.issuer = issuer;
    this.lifetime = lifetime;
    this.random = random;
  }

  /** A token issued at that time, which is cut to seconds. */
  public AccessToken issue(AccessTokenRequest request, Instant now) {
    Instant issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
    String jti = nextJti();
    JwtClaims.Builder claims =
        JwtClaims.builder()
            .issuer(issuer)
            .subject(request.subject())
            .audience(request.audience())
            .expiresAt(issuedAt.plus(lifetime))
            .issuedAt(issuedAt)
            .jwtId(jti)
            .claim(Claim.CLIENT_ID, request.clientId())
            .claim(Claim.SID, request.sid())
            .claim(Claim.AUTH_TIME, request.authTime().getEpochSecond())
            .claim(Claim.ROLES, List.copyOf(request.roles()))
            .claim(Claim.AUTHZ_VERSION, request.authzVersion());
    // RFC 6749 §3.3: a scope is never empty, so without one the claim is left out.
    if (!request.scopes().isEmpty()) {
      claims.claim(Claim.SCOPE, String.join(" ", request.scopes()));
    }
    return new AccessToken(signer.sign(claims.build()), jti, lifetime);
  }

  private String nextJti() {
    byte[] jti = new byte[JTI_BYTES];
    random.nextBytes(jti);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(jti);
  }
}
