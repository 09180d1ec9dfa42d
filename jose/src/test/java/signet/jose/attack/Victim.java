package signet.jose.attack;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwt.JwtVerifier;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;
import signet.testkit.time.FakeClock;

/**
 * A service that accepts access tokens of one algorithm, under a fresh key, and what an attacker
 * has: another fresh key of the same algorithm.
 */
final class Victim {
  static final String ISSUER = "https://issuer.example";
  static final String AUDIENCE = "https://api.example";
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  final String alg;
  final ForgeKey key;
  final ForgeKey attacker;
  final FakeClock clock = FakeClock.at(NOW);

  /** Accepts the key's algorithm alone. */
  final JwtVerifier narrow;

  /** Accepts every algorithm, so that only the binding of key and algorithm refuses. */
  final JwtVerifier wide;

  Victim(String alg) {
    this.alg = alg;
    this.key = ForgeKey.generate(alg).withKid("key-of-" + alg);
    this.attacker = ForgeKey.generate(alg).withKid(key.kid());
    this.narrow = builder(key.jwk()).algorithms(algorithm()).build();
    this.wide = wide(key.jwk());
  }

  JwsAlgorithm algorithm() {
    return JwsAlgorithm.fromWireName(alg).orElseThrow();
  }

  boolean isSymmetric() {
    return alg.startsWith("HS");
  }

  /** A verifier of every algorithm over these keys. */
  JwtVerifier wide(String... jwks) {
    return builder(jwks).algorithms(JwsAlgorithm.values()).build();
  }

  JwtVerifier.Builder builder(String... jwks) {
    String set = "{\"keys\":[" + String.join(",", Arrays.asList(jwks)) + "]}";
    return JwtVerifier.accessToken(ISSUER, AUDIENCE).keys(JwkSet.parse(set)).clock(clock);
  }

  /** A token that is right in all. */
  String goodToken() {
    return forge().sign();
  }

  /** A right token of the victim's key, to be changed before it is signed. */
  TokenForge forge() {
    return forge(key);
  }

  TokenForge forge(ForgeKey signer) {
    return TokenForge.with(signer).header("typ", "at+jwt").claims(claims());
  }

  static Map<String, Object> claims() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", ISSUER);
    claims.put("sub", "ann");
    claims.put("aud", AUDIENCE);
    claims.put("exp", NOW.plusSeconds(300).getEpochSecond());
    claims.put("iat", NOW.minusSeconds(60).getEpochSecond());
    claims.put("jti", "7f3c");
    claims.put("client_id", "app");
    return claims;
  }
}
