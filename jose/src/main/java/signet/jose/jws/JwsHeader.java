package signet.jose.jws;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.JsonName;
import signet.jose.internal.JsonObject;
import signet.jose.jwa.JwsAlgorithm;

/**
 * The members of a JOSE header that verification reads (RFC 7515 §4.1). Immutable. Those that carry
 * or point to keys ({@code jwk}, {@code jku}, {@code x5c}, {@code x5u}) are never read: no code
 * could trust them.
 */
public final class JwsHeader {
  private static final JsonName ALG = JsonName.of("alg");
  private static final JsonName KID = JsonName.of("kid");
  private static final JsonName TYP = JsonName.of("typ");
  private static final JsonName CRIT = JsonName.of("crit");
  private static final JsonName B64 = JsonName.of("b64");

  private final String alg;
  private final @Nullable JwsAlgorithm algorithm;
  private final @Nullable String kid;
  private final @Nullable String type;
  private final @Nullable String mediaType;
  private final boolean critical;

  private JwsHeader(String alg, @Nullable String kid, @Nullable String type, boolean critical) {
    this.alg = alg;
    this.algorithm = JwsAlgorithm.fromWireName(alg).orElse(null);
    this.kid = kid;
    this.type = type;
    this.mediaType = type == null ? null : mediaType(type);
    this.critical = critical;
  }

  /** Reads a header, or answers null when it is malformed. */
  static @Nullable JwsHeader parse(byte[] json, TokenLimits limits) {
    JsonObject header = JsonObject.parse(json, limits.maxDepth(), limits.maxMembers());
    if (header == null || isOtherThanString(header, KID) || isOtherThanString(header, TYP)) {
      return null;
    }
    String alg = header.string(ALG);
    return alg == null
        ? null
        : new JwsHeader(alg, header.string(KID), header.string(TYP), isCritical(header));
  }

  private static boolean isOtherThanString(JsonObject header, JsonName name) {
    int index = header.find(name);
    return index >= 0 && header.kind(index) != JsonObject.Kind.STRING;
  }

  private static boolean isCritical(JsonObject header) {
    // No extension is understood, so any crit is refused, well-formed or not. RFC 7797 §6 and §7:
    // b64 must be named
    // there, and a JWT must not set it to false.
    int b64 = header.find(B64);
    return header.find(CRIT) >= 0 || (b64 >= 0 && !Boolean.TRUE.equals(header.valueAt(b64)));
  }

  /**
   * RFC 7515 §4.1.9: media types compare without case, and a name without a slash is one of
   * application's.
   */
  static String mediaType(String type) {
    StringBuilder lower = new StringBuilder(type.length());
    for (int i = 0; i < type.length(); i++) {
      char c = type.charAt(i);
      // ASCII alone: a letter of another script must not become one of ours.
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return type.indexOf('/') < 0 ? "application/" + lower : lower.toString();
  }

  /** {@code alg} as it stands in the header. */
  public String alg() {
    return alg;
  }

  /**
   * The algorithm that {@code alg} names, {@code EdDSA} read as Ed25519; empty for {@code none} and
   * the unknown.
   */
  public Optional<JwsAlgorithm> algorithm() {
    return Optional.ofNullable(algorithm);
  }

  @Nullable JwsAlgorithm algorithmOrNull() {
    return algorithm;
  }

  /** {@code kid}: which key the token says it was signed with. */
  public Optional<String> kid() {
    return Optional.ofNullable(kid);
  }

  @Nullable String kidOrNull() {
    return kid;
  }

  /** {@code typ} as it stands in the header. */
  public Optional<String> type() {
    return Optional.ofNullable(type);
  }

  /** Whether {@code typ} names that type, compared as RFC 7515 §4.1.9 says. */
  public boolean isType(String expected) {
    return mediaType(expected).equals(mediaType);
  }

  @Nullable String mediaTypeOrNull() {
    return mediaType;
  }

  boolean isCritical() {
    return critical;
  }

  /**
   * Whether {@code alg} spells none, whatever the case and what white space or NUL stands around
   * it.
   */
  boolean isNone() {
    return algorithm == null && alg.trim().equalsIgnoreCase("none");
  }
}
