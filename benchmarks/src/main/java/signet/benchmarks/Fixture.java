package signet.benchmarks;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;

/** One key and one realistic access token, the same for every contender. Immutable. */
final class Fixture {
  static final String ISSUER = "https://id.example.com";
  static final String AUDIENCE = "https://api.example.com";

  private final JwsAlgorithm algorithm;
  private final Jwk key;

  private Fixture(JwsAlgorithm algorithm, Jwk key) {
    this.algorithm = algorithm;
    this.key = key;
  }

  static Fixture of(JwsAlgorithm algorithm) {
    return new Fixture(
        algorithm,
        algorithm.isSymmetric() ? SecretJwk.generate(algorithm) : PrivateJwk.generate(algorithm));
  }

  JwsAlgorithm algorithm() {
    return algorithm;
  }

  Jwk key() {
    return key;
  }

  /** The key that a verifier holds: the secret, or the public half. */
  Jwk verificationKey() {
    return key instanceof PrivateJwk pair ? pair.toPublic() : key;
  }

  byte[] secret() {
    return ((SecretJwk) key).secret();
  }

  PublicKey publicKey() {
    return ((PrivateJwk) key).toPublic().publicKey();
  }

  PrivateKey privateKey() {
    return ((PrivateJwk) key).privateKey();
  }

  String kid() {
    return key.kid().orElseThrow();
  }

  SigningKey signingKey() {
    return key instanceof SecretJwk secret
        ? SigningKey.of(secret)
        : SigningKey.of((PrivateJwk) key);
  }

  /** The claims of an access token as Signet issues them (RFC 9068). */
  JwtClaims claims() {
    return claims(Instant.now().plusSeconds(86_400));
  }

  JwtClaims claims(Instant expiresAt) {
    return JwtClaims.builder()
        .issuer(ISSUER)
        .subject("u_5kPz1mWq7Xn0cR2tYb8L4e")
        .audience(AUDIENCE)
        .issuedAt(Instant.now())
        .expiresAt(expiresAt)
        .jwtId("Jp3Zx0VbQ1mTn7yKc9RfLw")
        .claim("client_id", "web-frontend")
        .claim("scope", "orders:read orders:write profile")
        .claim("sid", "s_9QwErTyUiOpAsDfGhJkL")
        .claim("auth_time", Instant.now().getEpochSecond())
        .claim("roles", List.of("customer", "beta"))
        .claim("authz_ver", 7)
        .build();
  }

  String token() {
    return JwtSigner.of(signingKey(), "at+jwt").sign(claims());
  }

  String expiredToken() {
    return JwtSigner.of(signingKey(), "at+jwt").sign(claims(Instant.now().minusSeconds(3600)));
  }
}
