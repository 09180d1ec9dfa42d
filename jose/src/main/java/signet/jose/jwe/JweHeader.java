package signet.jose.jwe;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.Base64Url;
import signet.jose.internal.JsonName;
import signet.jose.internal.JsonObject;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwa.JweEncryption;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.PublicJwk;
import signet.jose.jws.TokenLimits;

/** The members of a JWE header that decryption reads (RFC 7516 §4.1, RFC 7518 §4). Immutable. */
public final class JweHeader {
  private static final JsonName ALG = JsonName.of("alg");
  private static final JsonName ENC = JsonName.of("enc");
  private static final JsonName KID = JsonName.of("kid");
  private static final JsonName CTY = JsonName.of("cty");
  private static final JsonName CRIT = JsonName.of("crit");
  private static final JsonName ZIP = JsonName.of("zip");
  private static final JsonName EPK = JsonName.of("epk");

  private final JsonObject json;

  private JweHeader(JsonObject json) {
    this.json = json;
  }

  /** Reads a header, or answers null when it is malformed. */
  static @Nullable JweHeader parse(byte[] bytes, TokenLimits limits) {
    JsonObject json = JsonObject.parse(bytes, limits.maxDepth(), limits.maxMembers());
    if (json == null || json.string(ALG) == null || json.string(ENC) == null) {
      return null;
    }
    return isStringOrAbsent(json, KID) && isStringOrAbsent(json, CTY) ? new JweHeader(json) : null;
  }

  private static boolean isStringOrAbsent(JsonObject json, JsonName name) {
    return json.find(name) < 0 || json.string(name) != null;
  }

  /** The algorithm that {@code alg} names; empty for one that does not exist here. */
  public Optional<JweAlgorithm> algorithm() {
    return Optional.ofNullable(json.string(ALG)).flatMap(JweAlgorithm::fromWireName);
  }

  /** The encryption that {@code enc} names; empty for one that does not exist here. */
  public Optional<JweEncryption> encryption() {
    return Optional.ofNullable(json.string(ENC)).flatMap(JweEncryption::fromWireName);
  }

  /** {@code kid}: which key the token says it was encrypted to. */
  public Optional<String> kid() {
    return Optional.ofNullable(json.string(KID));
  }

  /** {@code cty}: what is inside; {@code JWT} for a nested token (RFC 7519 §5.2). */
  public Optional<String> contentType() {
    return Optional.ofNullable(json.string(CTY));
  }

  boolean isCritical() {
    return json.find(CRIT) >= 0;
  }

  boolean isNone() {
    return String.valueOf(json.string(ALG)).trim().equalsIgnoreCase("none");
  }

  /**
   * Whether the content is compressed, which a few bytes can blow up without bound (RFC 8725 §3.6).
   */
  boolean isCompressed() {
    return json.find(ZIP) >= 0;
  }

  /** The bytes of a base64url member; empty where it is absent, null where it is malformed. */
  byte @Nullable [] bytes(String name) {
    int index = json.find(name);
    if (index < 0) {
      return new byte[0];
    }
    String text = json.string(name);
    return text == null ? null : Base64Url.decode(text);
  }

  /**
   * {@code epk}: the ephemeral public key, checked to lie on its curve; null where it is missing or
   * malformed.
   */
  @Nullable PublicJwk ephemeralKey() {
    int index = json.find(EPK);
    if (index < 0 || json.kind(index) != JsonObject.Kind.OBJECT) {
      return null;
    }
    try {
      return PublicJwk.parse(json.rawAt(index));
    } catch (JwkException e) {
      return null;
    }
  }
}
