package signet.benchmarks;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
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

  private static final int RSA_BITS = 2048;

  private final JwsAlgorithm algorithm;
  private final Jwk key;

  private Fixture(JwsAlgorithm algorithm, Jwk key) {
    this.algorithm = algorithm;
    this.key = key;
  }

  static Fixture of(JwsAlgorithm algorithm) {
    return new Fixture(algorithm, key(algorithm));
  }

  private static Jwk key(JwsAlgorithm algorithm) {
    return switch (algorithm) {
      case HS256 -> SecretJwk.generate(algorithm);
      case RS256, PS256 -> sameRsaKey(algorithm);
      default -> PrivateJwk.generate(algorithm);
    };
  }

  /** One key for every contender and fork, so that they do not differ by their keys. */
  private static PrivateJwk sameRsaKey(JwsAlgorithm algorithm) {
    try {
      SecureRandom sameEachTime = SecureRandom.getInstance("SHA1PRNG");
      sameEachTime.setSeed(1);
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", "SunRsaSign");
      generator.initialize(RSA_BITS, sameEachTime);
      KeyPair pair = generator.generateKeyPair();
      PrivateJwk key = PrivateJwk.of(pair.getPublic(), pair.getPrivate());
      return key.withAlgorithm(algorithm).withKid(key.thumbprint());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks RSA", e);
    }
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
