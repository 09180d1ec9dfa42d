package signet.jose.jwt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.JsonObject;
import signet.jose.internal.JsonShapes;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwe.JweDecrypter;
import signet.jose.jwe.JweDecryption;
import signet.jose.jwk.JwkSet;
import signet.jose.jwks.KeySource;
import signet.jose.jws.JwsVerification;
import signet.jose.jws.JwsVerifier;
import signet.jose.jws.TokenLimits;
import signet.jose.reject.RejectReason;

/**
 * Verifies signed JWTs against a fixed policy. Immutable and safe for use by many threads, without
 * a lock on the path.
 *
 * <pre>{@code
 * JwtVerifier verifier = JwtVerifier.accessToken("https://id.example", "https://api.example").keys(keys).build();
 * if (verifier.verify(token) instanceof Verification.Verified verified) {
 *   String subject = verified.jwt().subject().orElseThrow();
 * }
 * }</pre>
 *
 * <p>The checks run in the order of {@link RejectReason}; one token has one reason everywhere. What
 * a stranger sent never makes {@link #verify} throw.
 */
public final class JwtVerifier implements TokenVerifier {
  /** The clock skew where none is given. */
  public static final Duration DEFAULT_CLOCK_SKEW = Duration.ofSeconds(30);

  /** The largest clock skew that can be given. */
  public static final Duration MAX_CLOCK_SKEW = Duration.ofSeconds(60);

  private static final int JWS_DOTS = 2;

  private final @Nullable JweDecrypter nested;
  private final JwsVerifier signatures;
  private final ClaimsPolicy policy;
  private final JsonShapes shapes = new JsonShapes();
  private final TokenLimits limits;
  private final JwtCheck[] checks;
  private final @Nullable RevocationCheck revocation;
  private final @Nullable VerifiedTokenCache cache;

  private JwtVerifier(Builder builder, JwsVerifier signatures) {
    this.nested = builder.nested;
    this.signatures = signatures;
    this.policy = builder.expectations.policy();
    this.limits = builder.limits;
    this.checks = builder.checks.toArray(new JwtCheck[0]);
    this.revocation = builder.revocation;
    this.cache = builder.cachedTokens == 0 ? null : new VerifiedTokenCache(builder.cachedTokens);
  }

  /**
   * A policy for access tokens (RFC 9068 §4): {@code typ} at+jwt; RS256, ES256 and Ed25519; {@code
   * iss}, {@code exp}, {@code aud}, {@code sub}, {@code client_id}, {@code iat} and {@code jti}
   * required. Only the keys are missing.
   *
   * @param issuer the one accepted {@code iss}
   * @param audience the value that {@code aud} must be or have
   */
  public static Builder accessToken(String issuer, String audience) {
    return builder()
        .type("at+jwt")
        .algorithms(JwsAlgorithm.RS256, JwsAlgorithm.ES256, JwsAlgorithm.ED25519)
        .issuer(issuer)
        .audience(audience)
        .stringClaims(ClaimNames.CLIENT_ID, ClaimNames.SCOPE, ClaimNames.SESSION_ID)
        .requireClaims(
            ClaimNames.ISSUER,
            ClaimNames.AUDIENCE,
            ClaimNames.SUBJECT,
            ClaimNames.CLIENT_ID,
            ClaimNames.ISSUED_AT,
            ClaimNames.JWT_ID);
  }

  /**
   * An empty policy: type, algorithms, issuer, audience and keys must be said, if only that they
   * are ignored.
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * What is accepted. A missing expectation is a refusal to build; a relaxed one is a call whose
   * name can be searched for. Not safe for use by many threads.
   */
  public static final class Builder {
    private final JwsVerifier.Builder signatures = JwsVerifier.builder();
    private final ClaimExpectations expectations = new ClaimExpectations();
    private final List<JwtCheck> checks = new ArrayList<>();
    private boolean typeSaid;
    private TokenLimits limits = TokenLimits.DEFAULT;
    private @Nullable RevocationCheck revocation;
    private @Nullable JweDecrypter nested;
    private int cachedTokens;

    private Builder() {}

    /** Where the keys come from. */
    public Builder keys(KeySource source) {
      signatures.keys(source);
      return this;
    }

    /** A fixed set of keys. */
    public Builder keys(JwkSet keys) {
      signatures.keys(keys);
      return this;
    }

    /** The algorithms that are accepted; replaces those said before. */
    public Builder algorithms(JwsAlgorithm... algorithms) {
      signatures.algorithms(algorithms);
      return this;
    }

    /** The algorithm of keys that name none and fit several of the allowed ones. */
    public Builder keyAlgorithm(JwsAlgorithm algorithm) {
      signatures.keyAlgorithm(algorithm);
      return this;
    }

    /** The {@code typ} to require, compared as RFC 7515 §4.1.9 says. */
    public Builder type(String type) {
      signatures.type(type);
      typeSaid = true;
      return this;
    }

    /**
     * Accepts any {@code typ}, or none: tokens of one kind may then pass for another (RFC 8725
     * §3.11).
     */
    public Builder ignoreType() {
      typeSaid = true;
      return this;
    }

    /** An accepted {@code iss}; call again for more. */
    public Builder issuer(String issuer) {
      expectations.issuer(issuer);
      return this;
    }

    /** Accepts any {@code iss}, or none (against RFC 8725 §3.8). */
    public Builder ignoreIssuer() {
      expectations.ignoreIssuer();
      return this;
    }

    /** A value that {@code aud} must be or have; call again for alternatives. */
    public Builder audience(String audience) {
      expectations.audience(audience);
      return this;
    }

    /** Accepts any {@code aud}, or none (against RFC 8725 §3.9). */
    public Builder ignoreAudience() {
      expectations.ignoreAudience();
      return this;
    }

    /** Claims that must be present, besides {@code exp}, which always must. */
    public Builder requireClaims(String... names) {
      expectations.require(names);
      return this;
    }

    /** Claims that are strings where present, besides {@code iss}, {@code sub}, {@code jti}. */
    public Builder stringClaims(String... names) {
      expectations.strings(names);
      return this;
    }

    /** Claims that must be JSON objects where they are present. */
    public Builder objectClaims(String... names) {
      expectations.objects(names);
      return this;
    }

    /**
     * How far clocks may be apart: 30 s where nothing is said.
     *
     * @throws IllegalArgumentException when negative or above 60 s
     */
    public Builder clockSkew(Duration skew) {
      expectations.clockSkew(skew);
      return this;
    }

    /** The longest time since {@code iat}, in whole seconds; {@code iat} is then required. */
    public Builder maxAge(Duration age) {
      expectations.maxAge(age);
      return this;
    }

    /**
     * The longest time from {@code iat} to {@code exp}, in whole seconds; {@code iat} is then
     * required.
     */
    public Builder maxLifetime(Duration lifetime) {
      expectations.maxLifetime(lifetime);
      return this;
    }

    /** The clock; the system's where none is given. */
    public Builder clock(InstantSource newClock) {
      expectations.clock(newClock);
      return this;
    }

    /** What a token may be at most; {@link TokenLimits#DEFAULT} where nothing is said. */
    public Builder limits(TokenLimits newLimits) {
      limits = newLimits;
      signatures.limits(newLimits);
      return this;
    }

    /**
     * Requires nested tokens (RFC 7519 §5.2): encrypted, and inside a signed token that passes all
     * checks. One that is only signed or only encrypted is refused as {@code not_nested}. Nothing
     * but the signature says who wrote it, so an unsigned content is refused as well
     * (CVE-2026-29000). The limits apply to both layers.
     */
    public Builder nested(JweDecrypter decrypter) {
      nested = decrypter;
      return this;
    }

    /** A check of the application's own, after all others but revocation; call again for more. */
    public Builder check(JwtCheck check) {
      checks.add(check);
      return this;
    }

    /**
     * Remembers tokens that verified, so that the next sight of one costs a comparison. Off where
     * nothing is said. Time, the application's checks and revocation are checked each time; a
     * change of the key set forgets everything.
     *
     * @param maxTokens rounded up to a power of two; each entry keeps its token, of at most the
     *     limit's length
     */
    public Builder cache(int maxTokens) {
      cachedTokens = VerifiedTokenCache.checkSize(maxTokens);
      return this;
    }

    /** The last check: whether the token has been revoked. */
    public Builder revocation(RevocationCheck check) {
      revocation = check;
      return this;
    }

    /**
     * The verifier.
     *
     * @throws IllegalStateException naming every expectation that has not been said
     */
    public JwtVerifier build() {
      Set<String> missing = new TreeSet<>();
      if (!typeSaid) {
        missing.add("type(…) or ignoreType()");
      }
      expectations.missing().forEach(missing::add);
      if (!missing.isEmpty()) {
        throw new IllegalStateException("say what is expected: " + String.join(", ", missing));
      }
      return new JwtVerifier(this, signatures.build());
    }
  }

  /** The algorithms that are accepted. */
  public Set<JwsAlgorithm> algorithms() {
    return signatures.algorithms();
  }

  /** Whether {@code issuer} is the one issuer that is accepted. */
  boolean requiresIssuer(String issuer) {
    return policy.requiresIssuer(issuer);
  }

  boolean requiresNesting() {
    return nested != null;
  }

  /** The checks up to the signature. */
  JwsVerifier signatures() {
    return signatures;
  }

  @Override
  public Verification verify(String token) {
    if (cache == null) {
      return verifyAnew(token);
    }
    // Before verifying: an entry must not claim a set that arrived while its token was checked.
    Optional<JwkSet> keys = signatures.currentKeys();
    if (keys.isEmpty()) {
      return verifyAnew(token);
    }
    JwkSet decryptionKeys = nested == null ? null : nested.currentKeys().orElse(null);
    VerifiedTokenCache.Entry entry = cache.find(token, keys.get(), decryptionKeys);
    if (entry != null) {
      RejectReason reason = policy.recheck(entry.times());
      return reason == null ? lastChecks(entry.verified()) : ClaimRejections.of(reason);
    }
    Verification verification = verifyAnew(token);
    if (verification instanceof Verification.Verified verified) {
      ClaimTimes times = policy.times(verified.jwt().claims().json());
      cache.add(
          new VerifiedTokenCache.Entry(token, keys.get(), decryptionKeys, verified, times),
          policy.clock().millis());
    }
    return verification;
  }

  private Verification verifyAnew(String token) {
    return nested == null ? verifySigned(token) : verifyNested(nested, token);
  }

  private Verification verifyNested(JweDecrypter decrypter, String token) {
    if (token.length() <= limits.maxTokenBytes() && dots(token) == JWS_DOTS) {
      return ClaimRejections.of(RejectReason.NOT_NESTED);
    }
    JweDecryption decryption = decrypter.decrypt(token);
    if (decryption instanceof JweDecryption.Rejected rejected) {
      return new Verification.Rejected(
          rejected.reason(), rejected.detail(), rejected.unverifiedKid());
    }
    JweDecryption.Decrypted decrypted = (JweDecryption.Decrypted) decryption;
    String content = new String(decrypted.plaintext(), StandardCharsets.ISO_8859_1);
    boolean isJwt = decrypted.header().contentType().filter("JWT"::equalsIgnoreCase).isPresent();
    // A claims set is JSON, whose texts may hold dots, and a further JWE has more of them: neither
    // is signed at this level.
    return isJwt && content.indexOf('{') < 0 && dots(content) == JWS_DOTS
        ? verifySigned(content)
        : ClaimRejections.of(RejectReason.NOT_NESTED);
  }

  private static long dots(String token) {
    return token.chars().filter(c -> c == '.').limit(JWS_DOTS + 1).count();
  }

  private Verification verifySigned(String token) {
    JwsVerification signed = signatures.verify(token);
    if (signed instanceof JwsVerification.Verified verified) {
      return verifyClaims(verified);
    }
    JwsVerification.Rejected rejected = (JwsVerification.Rejected) signed;
    return new Verification.Rejected(
        rejected.reason(), rejected.detail(), rejected.unverifiedKid());
  }

  private Verification verifyClaims(JwsVerification.Verified signed) {
    JsonObject claims = shapes.parse(signed.payload(), limits.maxDepth(), limits.maxMembers());
    if (claims == null) {
      return ClaimRejections.of(RejectReason.MALFORMED);
    }
    RejectReason reason = policy.check(claims);
    return reason == null
        ? lastChecks(
            new Verification.Verified(
                new VerifiedJwt(signed.header(), signed.key(), new JwtClaims(claims))))
        : ClaimRejections.of(reason);
  }

  /** The checks whose answer can change while a token lives. */
  private Verification lastChecks(Verification.Verified verified) {
    for (JwtCheck check : checks) {
      if (!check.accepts(verified.jwt())) {
        return ClaimRejections.of(RejectReason.CUSTOM_CHECK);
      }
    }
    if (revocation != null) {
      Optional<RejectReason> revoked = revocation.reject(verified.jwt());
      if (revoked.isPresent()) {
        return ClaimRejections.of(revoked.get());
      }
    }
    return verified;
  }
}
