package signet.jose.jwt;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jws.JwsHeader;
import signet.jose.jws.VerificationKey;

/**
 * A token whose signature and claims have been checked. Only {@link JwtVerifier} makes one.
 * Immutable and safe for use by many threads.
 */
public final class VerifiedJwt {
  private final JwsHeader header;
  private final VerificationKey key;
  private final JwtClaims claims;

  VerifiedJwt(JwsHeader header, VerificationKey key, JwtClaims claims) {
    this.header = header;
    this.key = key;
    this.claims = claims;
  }

  /** The algorithm that the signature was verified with. */
  public JwsAlgorithm algorithm() {
    return key.algorithm();
  }

  /** The header's {@code kid}. */
  public Optional<String> kid() {
    return header.kid();
  }

  /** The header's {@code typ}. */
  public Optional<String> type() {
    return header.type();
  }

  /** Whether the header's {@code typ} names that type, compared as RFC 7515 §4.1.9 says. */
  public boolean isType(String expected) {
    return header.isType(expected);
  }

  /**
   * The RFC 7638 thumbprint of the key that verified the token, whatever the header's kid says; the
   * key's own {@code kid} where it is a secret.
   *
   * @see VerificationKey#thumbprint()
   */
  public String keyThumbprint() {
    return key.thumbprint();
  }

  VerificationKey key() {
    return key;
  }

  /** All claims. */
  public JwtClaims claims() {
    return claims;
  }

  /** {@code iss}. */
  public Optional<String> issuer() {
    return claims.string(ClaimNames.ISSUER);
  }

  /** {@code sub}: whom the token is about. */
  public Optional<String> subject() {
    return claims.string(ClaimNames.SUBJECT);
  }

  /** {@code jti}. */
  public Optional<String> jwtId() {
    return claims.string(ClaimNames.JWT_ID);
  }

  /** {@code client_id}: the client that asked for the token. */
  public Optional<String> clientId() {
    return claims.string(ClaimNames.CLIENT_ID);
  }

  /** The session that the token was issued in; tokens of client credentials have none. */
  public Optional<String> sessionId() {
    return claims.string(ClaimNames.SESSION_ID);
  }

  /** When the token stops being accepted, the clock skew not counted. */
  public Instant expiresAt() {
    return claims.instant(ClaimNames.EXPIRES_AT).orElseThrow();
  }

  /** The words of {@code scope} (RFC 6749 §3.3). */
  public List<String> scopes() {
    return claims
        .string(ClaimNames.SCOPE)
        .map(scope -> List.of(scope.split(" ", -1)))
        .orElse(List.of())
        .stream()
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** {@code roles}; as fresh as the token, no fresher. */
  public List<String> roles() {
    return claims.strings(ClaimNames.ROLES);
  }

  @Override
  public String toString() {
    return "VerifiedJwt[" + algorithm().wireName() + ", " + claims + "]";
  }
}
