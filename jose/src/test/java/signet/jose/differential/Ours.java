package signet.jose.differential;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.testkit.forge.ForgeKey;
import signet.testkit.json.Json;

/** Signet under its access-token policy. */
final class Ours {
  private static final Map<ForgeKey, JwtVerifier> VERIFIERS = new ConcurrentHashMap<>();

  private Ours() {}

  /** One verifier a key for all its tokens, so that what it remembers is tested too. */
  private static JwtVerifier verifier(ForgeKey key) {
    return VERIFIERS.computeIfAbsent(key, Ours::build);
  }

  private static JwtVerifier build(ForgeKey key) {
    return JwtVerifier.accessToken(ClaimChanges.ISSUER, ClaimChanges.AUDIENCE)
        .keys(JwkSet.parse(ForgeKey.jwks(key)))
        .algorithms(JwsAlgorithm.fromWireName(key.alg()).orElseThrow())
        .clock(() -> ClaimChanges.NOW)
        .build();
  }

  static Verification verify(ForgeKey key, String token) {
    return verifier(key).verify(token);
  }

  static String sign(ForgeKey key, Map<String, Object> claims) {
    JwsAlgorithm algorithm = JwsAlgorithm.fromWireName(key.alg()).orElseThrow();
    SigningKey signingKey =
        algorithm.isSymmetric()
            ? SigningKey.of((SecretJwk) Jwk.parse(key.jwk()))
            : SigningKey.of(
                PrivateJwk.of(key.publicKey(), key.privateKey())
                    .withKid(key.kid())
                    .withAlgorithm(algorithm));
    return JwtSigner.of(signingKey, "at+jwt").sign(JwtClaims.parse(Json.write(claims)));
  }
}
