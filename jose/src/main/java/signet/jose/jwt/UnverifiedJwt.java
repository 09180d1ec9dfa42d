package signet.jose.jwt;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.Base64Url;
import signet.jose.internal.JsonObject;
import signet.jose.jws.TokenLimits;

/**
 * A token as it stands, for people to look at. Nobody has verified it, no decision may rest on it,
 * and nothing here turns it into a {@link VerifiedJwt}. Immutable.
 */
public final class UnverifiedJwt {
  private final JsonObject header;
  private final JsonObject claims;
  private final int signatureBytes;

  private UnverifiedJwt(JsonObject header, JsonObject claims, int signatureBytes) {
    this.header = header;
    this.claims = claims;
    this.signatureBytes = signatureBytes;
  }

  /**
   * Takes a compact JWS apart.
   *
   * @throws MalformedJwtException when it has other than three parts, or one of them is not what it
   *     should be
   */
  public static UnverifiedJwt parse(String token) throws MalformedJwtException {
    if (token.length() > TokenLimits.DEFAULT.maxTokenBytes()) {
      throw new MalformedJwtException("the token is longer than 8 KiB");
    }
    List<String> parts = List.of(token.split("\\.", -1));
    if (parts.size() != 3) {
      throw new MalformedJwtException("a signed token has three parts; this has " + parts.size());
    }
    byte[] signature = Base64Url.decode(parts.get(2));
    if (signature == null) {
      throw new MalformedJwtException("the signature is not canonical base64url");
    }
    return new UnverifiedJwt(
        object("header", parts.get(0)), object("claims", parts.get(1)), signature.length);
  }

  private static JsonObject object(String what, String part) throws MalformedJwtException {
    byte[] json = Base64Url.decode(part);
    if (json == null) {
      throw new MalformedJwtException("the " + what + " part is not canonical base64url");
    }
    TokenLimits limits = TokenLimits.DEFAULT;
    JsonObject object = JsonObject.parse(json, limits.maxDepth(), limits.maxMembers());
    if (object == null) {
      throw new MalformedJwtException("the " + what + " part is not one strict JSON object");
    }
    return object;
  }

  /** The header's members in their order, with nulls for JSON null. */
  public Map<String, @Nullable Object> header() {
    return header.toMap();
  }

  /** The header's JSON text, as it stands in the token. */
  public String headerJson() {
    return header.toJson();
  }

  /** The claims, which anybody may have written. */
  public JwtClaims unverifiedClaims() {
    return new JwtClaims(claims);
  }

  /** The claims' JSON text, as it stands in the token. */
  public String payloadJson() {
    return claims.toJson();
  }

  /** The length of the signature in bytes; 0 for an unsigned token. */
  public int signatureBytes() {
    return signatureBytes;
  }

  @Override
  public String toString() {
    return "UnverifiedJwt";
  }
}
