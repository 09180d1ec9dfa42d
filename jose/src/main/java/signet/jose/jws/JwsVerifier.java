package signet.jose.jws;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.Base64Url;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwks.KeySource;
import signet.jose.reject.RejectReason;

/**
 * Verifies compact JWS against an allow-list of algorithms and keys that are bound to theirs.
 * Immutable policy, safe for use by many threads, no lock on the path.
 *
 * <p>Checks run in one order: size, parts, base64url, header, {@code crit}, {@code alg}, {@code
 * typ}, key, signature. Nothing is thrown for what a stranger sent.
 */
public final class JwsVerifier {
  private static final JwsVerification.Rejected TOO_LARGE =
      rejected(RejectReason.TOO_LARGE, "the token is longer than the limit");
  private static final JwsVerification.Rejected NOT_THREE_PARTS =
      rejected(RejectReason.MALFORMED, "the token has other than three parts");
  private static final JwsVerification.Rejected NOT_BASE64URL =
      rejected(RejectReason.MALFORMED, "a part of the token is not canonical base64url");
  private static final JwsVerification.Rejected BAD_HEADER =
      rejected(RejectReason.MALFORMED, "the header is no strict JSON object with a string alg");
  private static final JwsVerification.Rejected CRITICAL =
      rejected(RejectReason.CRITICAL_HEADER, "the header has crit or b64, of which none is known");
  private static final JwsVerification.Rejected ALG_NONE =
      rejected(RejectReason.ALG_NONE, "the header says that the token is not signed");
  private static final JwsVerification.Rejected ALG_NOT_ALLOWED =
      rejected(RejectReason.ALG_NOT_ALLOWED, "the header's alg is not on the allow-list");
  private static final JwsVerification.Rejected WRONG_TYPE =
      rejected(RejectReason.WRONG_TYPE, "the header's typ is not the expected one");

  private final KeySource source;
  private final Set<JwsAlgorithm> allowed;
  private final @Nullable JwsAlgorithm keyAlgorithm;
  private final @Nullable String mediaType;
  private final TokenLimits limits;
  private final HeaderMemo headers = new HeaderMemo();
  private volatile @Nullable VerificationKeys prepared;

  private JwsVerifier(Builder builder, KeySource source) {
    this.source = source;
    this.allowed = Collections.unmodifiableSet(EnumSet.copyOf(builder.allowed));
    this.keyAlgorithm = builder.keyAlgorithm;
    this.mediaType = builder.mediaType;
    this.limits = builder.limits;
  }

  /** An empty policy: keys and algorithms must be said. */
  public static Builder builder() {
    return new Builder();
  }

  /** What is accepted; not safe for use by many threads. */
  public static final class Builder {
    private final EnumSet<JwsAlgorithm> allowed = EnumSet.noneOf(JwsAlgorithm.class);
    private @Nullable KeySource source;
    private @Nullable JwsAlgorithm keyAlgorithm;
    private @Nullable String mediaType;
    private TokenLimits limits = TokenLimits.DEFAULT;

    private Builder() {}

    /** Where the keys come from; required. */
    public Builder keys(KeySource newSource) {
      source = newSource;
      return this;
    }

    /** A fixed set of keys. */
    public Builder keys(JwkSet keys) {
      return keys(KeySource.of(keys));
    }

    /** The algorithms that are accepted (RFC 8725 §3.1); required. */
    public Builder algorithms(JwsAlgorithm... algorithms) {
      allowed.clear();
      allowed.addAll(List.of(algorithms));
      return this;
    }

    /** The algorithm of keys that name none and fit several of the allowed ones. */
    public Builder keyAlgorithm(JwsAlgorithm algorithm) {
      keyAlgorithm = algorithm;
      return this;
    }

    /**
     * The {@code typ} to require, compared as RFC 7515 §4.1.9 says; without it none is required.
     */
    public Builder type(String type) {
      mediaType = JwsHeader.mediaType(type);
      return this;
    }

    /** What a token may be at most; {@link TokenLimits#DEFAULT} where nothing is said. */
    public Builder limits(TokenLimits newLimits) {
      limits = newLimits;
      return this;
    }

    /**
     * The verifier.
     *
     * @throws IllegalStateException when keys or algorithms are missing
     */
    public JwsVerifier build() {
      if (source == null) {
        throw new IllegalStateException("say where the keys come from: keys(…)");
      }
      if (allowed.isEmpty()) {
        throw new IllegalStateException("say which algorithms are accepted: algorithms(…)");
      }
      if (keyAlgorithm != null && !allowed.contains(keyAlgorithm)) {
        throw new IllegalStateException("keyAlgorithm is not among algorithms(…)");
      }
      return new JwsVerifier(this, source);
    }
  }

  /** The algorithms that are accepted. */
  public Set<JwsAlgorithm> algorithms() {
    return allowed;
  }

  /**
   * The {@code typ} that is required, as a media type in lower case (RFC 7515 §4.1.9); empty where
   * none is.
   */
  public Optional<String> mediaType() {
    return Optional.ofNullable(mediaType);
  }

  /** What a token may be at most. */
  public TokenLimits limits() {
    return limits;
  }

  /** The keys that a token would be verified with now. */
  public Optional<JwkSet> currentKeys() {
    return source.current();
  }

  /** Whether the compact serialization {@code token} carries a signature that holds. */
  public JwsVerification verify(String token) {
    int length = token.length();
    if (length > limits.maxTokenBytes()) {
      return TOO_LARGE;
    }
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
      return NOT_THREE_PARTS;
    }
    // A character beyond Latin-1 becomes '?', which base64url lacks; a surrogate pair becomes one,
    // and what follows it moves.
    byte[] ascii = token.getBytes(StandardCharsets.ISO_8859_1);
    if (ascii.length != length) {
      return NOT_BASE64URL;
    }
    byte[] payload = Base64Url.decode(ascii, first + 1, second);
    byte[] signature = Base64Url.decode(ascii, second + 1, length);
    if (payload == null || signature == null) {
      return NOT_BASE64URL;
    }
    JwsHeader known = headers.find(ascii, first);
    if (known != null) {
      return verify(known, ascii, second, payload, signature);
    }
    byte[] json = Base64Url.decode(ascii, 0, first);
    if (json == null) {
      return NOT_BASE64URL;
    }
    JwsHeader header = JwsHeader.parse(json, limits);
    if (header == null) {
      return BAD_HEADER;
    }
    JwsVerification verification = verify(header, ascii, second, payload, signature);
    if (verification instanceof JwsVerification.Verified) {
      headers.add(ascii, first, header);
    }
    return verification;
  }

  private JwsVerification verify(
      JwsHeader header, byte[] ascii, int signedLength, byte[] payload, byte[] signature) {
    if (header.isCritical()) {
      return CRITICAL;
    }
    JwsAlgorithm algorithm = header.algorithmOrNull();
    if (algorithm == null || !allowed.contains(algorithm)) {
      return header.isNone() ? ALG_NONE : ALG_NOT_ALLOWED;
    }
    if (mediaType != null && !mediaType.equals(header.mediaTypeOrNull())) {
      return WRONG_TYPE;
    }
    VerificationKeys keys = keys(source.current());
    if (keys == null) {
      return rejected(RejectReason.KEYS_UNAVAILABLE, "no key set could be had", header);
    }
    VerificationKey key = keys.find(header.kidOrNull(), algorithm);
    if (key == null) {
      return verifyWithNewerKeys(header, algorithm, keys, ascii, signedLength, payload, signature);
    }
    return verify(header, key, ascii, signedLength, payload, signature);
  }

  private JwsVerification verifyWithNewerKeys(
      JwsHeader header,
      JwsAlgorithm algorithm,
      VerificationKeys held,
      byte[] ascii,
      int signedLength,
      byte[] payload,
      byte[] signature) {
    String kid = header.kidOrNull();
    RejectReason reason = held.reasonFor(kid);
    if (kid != null && reason == RejectReason.UNKNOWN_KID) {
      VerificationKeys newer = keys(source.after(kid));
      if (newer == null) {
        return rejected(RejectReason.KEYS_UNAVAILABLE, "no key set could be had", header);
      }
      VerificationKey key = newer.find(kid, algorithm);
      if (key != null) {
        return verify(header, key, ascii, signedLength, payload, signature);
      }
      reason = newer.reasonFor(kid);
    }
    return reason == RejectReason.UNKNOWN_KID
        ? rejected(reason, "no key of the set answers to the header's kid", header)
        : rejected(reason, "the key is not one for the header's alg", header);
  }

  private static JwsVerification verify(
      JwsHeader header,
      VerificationKey key,
      byte[] ascii,
      int signedLength,
      byte[] payload,
      byte[] signature) {
    return key.verify(ascii, 0, signedLength, signature)
        ? new JwsVerification.Verified(header, key, payload)
        : rejected(RejectReason.BAD_SIGNATURE, "the signature is not the key's", header);
  }

  private @Nullable VerificationKeys keys(Optional<JwkSet> set) {
    if (set.isEmpty()) {
      return null;
    }
    VerificationKeys current = prepared;
    if (current != null && current.source() == set.get()) {
      return current;
    }
    VerificationKeys fresh = VerificationKeys.prepare(set.get(), allowed, keyAlgorithm, current);
    prepared = fresh;
    return fresh;
  }

  private static JwsVerification.Rejected rejected(RejectReason reason, String detail) {
    return new JwsVerification.Rejected(reason, detail, Optional.empty());
  }

  private static JwsVerification.Rejected rejected(
      RejectReason reason, String detail, JwsHeader header) {
    return new JwsVerification.Rejected(reason, detail, header.kid().map(PrintableKid::of));
  }
}
