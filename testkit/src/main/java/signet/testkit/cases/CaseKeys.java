package signet.testkit.cases;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/**
 * The keys of one build's cases.
 *
 * @param rsa of the issuer, as the next two
 * @param stranger whose key is in no set
 */
record CaseKeys(ForgeKey rsa, ForgeKey ec, ForgeKey edwards, ForgeKey stranger) {
  static CaseKeys generate() {
    return new CaseKeys(
        ForgeKey.generate("RS256").withKid("rsa"),
        ForgeKey.generate("ES256").withKid("ec"),
        ForgeKey.generate("Ed25519").withKid("edwards"),
        ForgeKey.generate("ES256").withKid("stranger"));
  }

  /** The issuer's set. */
  String published() {
    return ForgeKey.jwks(rsa, ec, edwards);
  }

  List<ForgeKey> issuers() {
    return List.of(rsa, ec, edwards);
  }

  /** The claims of a token that is good for a quarter of an hour. */
  static Map<String, @Nullable Object> claims() {
    Map<String, @Nullable Object> claims = new LinkedHashMap<>();
    claims.put("iss", Case.ISSUER);
    claims.put("sub", "usr_1");
    claims.put("aud", Case.AUDIENCE);
    claims.put("exp", Case.NOW + 900);
    claims.put("iat", Case.NOW);
    claims.put("jti", "jti-1");
    claims.put("client_id", "default");
    claims.put("sid", "sid-1");
    claims.put("scope", "orders:read orders:write");
    claims.put("roles", List.of("clerk", "auditor"));
    claims.put("authz_ver", 3);
    return claims;
  }

  /** A good token, to be changed. */
  static TokenForge good(ForgeKey key) {
    return TokenForge.with(key).header("typ", "at+jwt").claims(claims());
  }

  /** As {@link #good} with one claim set to a value. */
  static TokenForge withClaim(ForgeKey key, String name, @Nullable Object value) {
    Map<String, @Nullable Object> claims = claims();
    claims.put(name, value);
    return good(key).claims(claims);
  }

  /** As {@link #good} without one claim. */
  static TokenForge withoutClaim(ForgeKey key, String name) {
    Map<String, @Nullable Object> claims = claims();
    claims.remove(name);
    return good(key).claims(claims);
  }
}
