package signet.jose.jwt;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.Base64Url;
import signet.jose.internal.JsonObject;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jws.JwsVerification;
import signet.jose.jws.JwsVerifier;
import signet.jose.jws.TokenLimits;
import signet.jose.reject.RejectReason;

/**
 * Several issuers side by side, each with its own keys and policy. Immutable and safe for use by
 * many threads.
 *
 * <p>The token's {@code iss}, which nobody has verified at that point, picks from this closed list
 * and does nothing else: the verifier picked requires that same issuer. An address is never made
 * from it.
 *
 * <p>Until the issuer is known the largest limits of all issuers hold, afterwards its own alone. A
 * token of none of them is refused without asking for a key, for a reason that does not depend on
 * the order of the issuers: the one of the checks before the key that it fails under the policy
 * which takes it furthest, {@link RejectReason#MALFORMED} where its claims are no JSON object, and
 * {@link RejectReason#WRONG_ISSUER} for all others, those with an {@code iss} that is absent or no
 * string among them.
 */
public final class IssuersVerifier implements TokenVerifier {
  private static final Verification.Rejected UNKNOWN_ISSUER =
      new Verification.Rejected(
          RejectReason.WRONG_ISSUER, "iss is none of the expected issuers", Optional.empty());

  private final Map<String, JwtVerifier> verifiers;
  private final TokenLimits largestLimits;

  /** One for each policy about headers: issuers are many, policies few. */
  private final JwsVerifier[] checksBeforeKey;

  private IssuersVerifier(Map<String, JwtVerifier> verifiers) {
    this.verifiers = verifiers;
    this.largestLimits = largestLimits(verifiers.values());
    this.checksBeforeKey =
        verifiers.values().stream()
            .map(verifier -> HeaderPolicy.of(verifier.signatures()))
            .distinct()
            .map(policy -> policy.withoutKeys(largestLimits))
            .toArray(JwsVerifier[]::new);
  }

  /**
   * A verifier for these issuers.
   *
   * @param verifiers by {@code iss}
   * @throws IllegalArgumentException when there is none, or one does not require just the issuer
   *     that it stands for, or wants nested tokens, whose issuer cannot be read before the key is
   *     chosen
   */
  public static IssuersVerifier of(Map<String, JwtVerifier> verifiers) {
    Map<String, JwtVerifier> copy = new LinkedHashMap<>(verifiers);
    if (copy.isEmpty()) {
      throw new IllegalArgumentException("at least one issuer");
    }
    copy.forEach(
        (issuer, verifier) -> {
          if (!verifier.requiresIssuer(issuer)) {
            throw new IllegalArgumentException(
                "the verifier for " + issuer + " does not require that issuer alone");
          }
          if (verifier.requiresNesting()) {
            throw new IllegalArgumentException(
                "the verifier for " + issuer + " wants nested tokens, which hide their issuer");
          }
        });
    return new IssuersVerifier(copy);
  }

  private static TokenLimits largestLimits(Collection<JwtVerifier> verifiers) {
    return verifiers.stream()
        .map(verifier -> verifier.signatures().limits())
        .reduce(
            (a, b) ->
                new TokenLimits(
                    Math.max(a.maxTokenBytes(), b.maxTokenBytes()),
                    Math.max(a.maxDepth(), b.maxDepth()),
                    Math.max(a.maxMembers(), b.maxMembers())))
        .orElseThrow();
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
    JwsVerification.Rejected refused = checkBeforeKey(token);
    if (refused.reason() != RejectReason.KEYS_UNAVAILABLE) {
      return new Verification.Rejected(refused.reason(), refused.detail(), Optional.empty());
    }
    return claims == null ? ClaimRejections.of(RejectReason.MALFORMED) : UNKNOWN_ISSUER;
  }

  /** The refusal of the policy that takes the token furthest. */
  private JwsVerification.Rejected checkBeforeKey(String token) {
    JwsVerification.Rejected furthest = null;
    for (JwsVerifier checks : checksBeforeKey) {
      // Nothing can be verified without keys.
      JwsVerification.Rejected refused = (JwsVerification.Rejected) checks.verify(token);
      if (furthest == null || refused.reason().compareTo(furthest.reason()) > 0) {
        furthest = refused;
      }
    }
    return Objects.requireNonNull(furthest);
  }

  private @Nullable JsonObject claims(String token) {
    int start = token.indexOf('.') + 1;
    int end = token.indexOf('.', start);
    if (start == 0 || end < 0 || token.length() > largestLimits.maxTokenBytes()) {
      return null;
    }
    byte[] payload = Base64Url.decode(token.substring(start, end));
    return payload == null
        ? null
        : JsonObject.parse(payload, largestLimits.maxDepth(), largestLimits.maxMembers());
  }

  /**
   * What is expected of headers.
   *
   * @param mediaType of {@code typ}; empty for any
   */
  private record HeaderPolicy(Set<JwsAlgorithm> algorithms, Optional<String> mediaType) {
    static HeaderPolicy of(JwsVerifier verifier) {
      return new HeaderPolicy(verifier.algorithms(), verifier.mediaType());
    }

    /** Checks of this policy that end with keys_unavailable where the key would be looked up. */
    JwsVerifier withoutKeys(TokenLimits limits) {
      JwsVerifier.Builder builder =
          JwsVerifier.builder()
              .algorithms(algorithms.toArray(JwsAlgorithm[]::new))
              .keys(Optional::empty)
              .limits(limits);
      mediaType.ifPresent(builder::type);
      return builder.build();
    }
  }
}
