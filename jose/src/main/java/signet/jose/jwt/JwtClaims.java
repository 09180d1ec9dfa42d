package signet.jose.jwt;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.JsonName;
import signet.jose.internal.JsonObject;
import signet.jose.internal.JsonWriter;

/**
 * A JWT claims set (RFC 7519 §4): one strict JSON object. Immutable and safe for use by many
 * threads. It says nothing about whether anyone verified it; see {@link VerifiedJwt#claims}.
 *
 * <p>A reader answers empty both for a claim that is absent and for one of another type than asked
 * for.
 */
public final class JwtClaims {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_MEMBERS = 100;

  private final JsonObject json;

  JwtClaims(JsonObject json) {
    this.json = json;
  }

  /**
   * Reads a claims set.
   *
   * @throws IllegalArgumentException when it is not one strict JSON object of at most 100 members
   *     and 8 levels
   */
  public static JwtClaims parse(String json) {
    JsonObject object =
        JsonObject.parse(json.getBytes(StandardCharsets.UTF_8), MAX_DEPTH, MAX_MEMBERS);
    if (object == null) {
      throw new IllegalArgumentException(
          "the claims are not one strict JSON object of at most 100 members and 8 levels");
    }
    return new JwtClaims(object);
  }

  /** Claims to be collected one by one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects claims; the last value given for a name counts. Not safe for use by many threads. */
  public static final class Builder {
    private final Map<String, Object> claims = new LinkedHashMap<>();

    private Builder() {}

    /** {@code iss}. */
    public Builder issuer(String issuer) {
      return claim(ClaimNames.ISSUER, issuer);
    }

    /** {@code sub}. */
    public Builder subject(String subject) {
      return claim(ClaimNames.SUBJECT, subject);
    }

    /** One audience as a string, several as an array. */
    public Builder audience(String... audience) {
      if (audience.length == 0) {
        throw new IllegalArgumentException("an audience has at least one member");
      }
      return claim(ClaimNames.AUDIENCE, audience.length == 1 ? audience[0] : List.of(audience));
    }

    /** {@code exp}, in whole seconds; a fraction is cut. */
    public Builder expiresAt(Instant expiresAt) {
      return claim(ClaimNames.EXPIRES_AT, expiresAt.getEpochSecond());
    }

    /** {@code nbf}, in whole seconds; a fraction is cut. */
    public Builder notBefore(Instant notBefore) {
      return claim(ClaimNames.NOT_BEFORE, notBefore.getEpochSecond());
    }

    /** {@code iat}, in whole seconds; a fraction is cut. */
    public Builder issuedAt(Instant issuedAt) {
      return claim(ClaimNames.ISSUED_AT, issuedAt.getEpochSecond());
    }

    /** {@code jti}, which no other token may have. */
    public Builder jwtId(String jwtId) {
      return claim(ClaimNames.JWT_ID, jwtId);
    }

    /**
     * Any claim.
     *
     * @param value a string, number, boolean, collection or map of such
     */
    public Builder claim(String name, Object value) {
      claims.put(name, value);
      return this;
    }

    /**
     * The claims set.
     *
     * @throws IllegalArgumentException when a value has no JSON form, or the limits of {@link
     *     JwtClaims#parse} are passed
     */
    public JwtClaims build() {
      return parse(JsonWriter.write(claims));
    }
  }

  /** A claim that is a string. */
  public Optional<String> string(String name) {
    return Optional.ofNullable(json.string(name));
  }

  /** A claim that is an integer written without fraction or exponent. */
  public OptionalLong integer(String name) {
    long value = integerOrMin(JsonName.of(name));
    return value == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(value);
  }

  long integerOrMin(JsonName name) {
    int index = json.find(name);
    return index >= 0 && json.kind(index) == JsonObject.Kind.NUMBER
        ? json.integerAt(index)
        : Long.MIN_VALUE;
  }

  /** A claim that is a NumericDate in whole seconds. */
  public Optional<Instant> instant(String name) {
    OptionalLong seconds = integer(name);
    return seconds.isPresent() && ClaimsPolicy.isDate(seconds.getAsLong())
        ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong()))
        : Optional.empty();
  }

  /**
   * A claim that is a string, as a list of one, or an array of strings; empty for anything else.
   */
  public List<String> strings(String name) {
    int index = json.find(name);
    if (index < 0) {
      return List.of();
    }
    if (json.kind(index) == JsonObject.Kind.STRING) {
      return List.of(json.stringAt(index));
    }
    return json.isStringArray(index) ? json.stringsAt(index) : List.of();
  }

  /** {@code aud} as a list. */
  public List<String> audience() {
    return strings(ClaimNames.AUDIENCE);
  }

  /**
   * A claim of any type: String, Long or BigDecimal, Boolean, unmodifiable List or Map; empty for
   * JSON null.
   */
  public Optional<Object> value(String name) {
    int index = json.find(name);
    return index < 0 ? Optional.empty() : Optional.ofNullable(json.valueAt(index));
  }

  /** All claims in their order; values as {@link #value} has them, and null for JSON null. */
  public Map<String, @Nullable Object> toMap() {
    return json.toMap();
  }

  /** The JSON text as it was read or written. */
  public String toJson() {
    return json.toJson();
  }

  JsonObject json() {
    return json;
  }

  /** The names alone: claims can be personal data, which has no place in a log. */
  @Override
  public String toString() {
    return "JwtClaims" + json.toMap().keySet();
  }
}
