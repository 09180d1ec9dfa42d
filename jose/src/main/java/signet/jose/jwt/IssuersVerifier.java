package signet.jose.jwt;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.Base64Url;
import signet.jose.internal.JsonObject;
import signet.jose.jws.TokenLimits;
import signet.jose.reject.RejectReason;

/**
 * Several issuers side by side, each with its own keys and policy. Immutable and safe for use by
 * many threads.
 *
 * <p>The token's {@code iss}, which nobody has verified at that point, picks from this closed list
 * and does nothing else: the verifier picked requires that same issuer. An address is never made
 * from it.
 */
public final class IssuersVerifier implements TokenVerifier {
  private static final Verification.Rejected UNKNOWN_ISSUER =
      new Verification.Rejected(
          RejectReason.WRONG_ISSUER, "iss is none of the expected issuers", Optional.empty());

  private final Map<String, JwtVerifier> verifiers;
  private final JwtVerifier first;

  private IssuersVerifier(Map<String, JwtVerifier> verifiers) {
    this.verifiers = new LinkedHashMap<>(verifiers);
    this.first = verifiers.values().iterator().next();
  }

  /**
   * A verifier for these issuers.
   *
   * @param verifiers by {@code iss}
   * @throws IllegalArgumentException when there is none, or one does not require just the issuer
   *     that it stands for
   */
  public static IssuersVerifier of(Map<String, JwtVerifier> verifiers) {
    if (verifiers.isEmpty()) {
      throw new IllegalArgumentException("at least one issuer");
    }
    verifiers.forEach(
        (issuer, verifier) -> {
          if (!verifier.requiresIssuer(issuer)) {
            throw new IllegalArgumentException(
                "the verifier for " + issuer + " does not require that issuer alone");
          }
        });
    return new IssuersVerifier(verifiers);
  }

  @Override
  public Verification verify(String token) {
    JsonObject claims = claims(token);
    String issuer = claims == null ? null : claims.string(ClaimNames.ISSUER);
    JwtVerifier verifier = issuer == null ? null : verifiers.get(issuer);
    if (verifier != null) {
      return verifier.verify(token);
    }
    // The checks before the key have their say first, so that one token has one reason.
    Verification verification = first.verify(token);
    boolean earlier =
        verification instanceof Verification.Rejected rejected
            && rejected.reason().compareTo(RejectReason.KEYS_UNAVAILABLE) < 0;
    if (earlier) {
      return verification;
    }
    // Whether the first issuer's key made it must not matter: claims are read before iss is.
    return claims == null ? ClaimRejections.of(RejectReason.MALFORMED) : UNKNOWN_ISSUER;
  }

  private static @Nullable JsonObject claims(String token) {
    int start = token.indexOf('.') + 1;
    int end = token.indexOf('.', start);
    TokenLimits limits = TokenLimits.DEFAULT;
    if (start == 0 || end < 0 || token.length() > limits.maxTokenBytes()) {
      return null;
    }
    byte[] payload = Base64Url.decode(token.substring(start, end));
    return payload == null
        ? null
        : JsonObject.parse(payload, limits.maxDepth(), limits.maxMembers());
  }
}
