package signet.jose.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.jws.SigningKey;
import signet.jose.reject.RejectReason;

class JwtVerifierTest {
  private static final String ISSUER = "https://id.example";
  private static final String AUDIENCE = "https://api.example";
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final InstantSource clock = InstantSource.fixed(NOW);

  private static SigningKey signingKey(Jwk jwk) {
    return jwk instanceof SecretJwk secret
        ? SigningKey.of(secret)
        : SigningKey.of((PrivateJwk) jwk);
  }

  private static Jwk generate(JwsAlgorithm algorithm) {
    return algorithm.isSymmetric() ? SecretJwk.generate(algorithm) : PrivateJwk.generate(algorithm);
  }

  private static JwtClaims.Builder claims() {
    return JwtClaims.builder()
        .issuer(ISSUER)
        .subject("user-1")
        .audience(AUDIENCE)
        .issuedAt(NOW)
        .expiresAt(NOW.plusSeconds(900))
        .jwtId("jti-1")
        .claim(ClaimNames.CLIENT_ID, "default");
  }

  private JwtVerifier verifier(Jwk key, JwsAlgorithm algorithm) {
    return JwtVerifier.accessToken(ISSUER, AUDIENCE)
        .algorithms(algorithm)
        .keys(JwkSet.of(key))
        .clock(clock)
        .build();
  }

  private static RejectReason reason(Verification verification) {
    assertThat(verification).isInstanceOf(Verification.Rejected.class);
    return ((Verification.Rejected) verification).reason();
  }

  @ParameterizedTest
  @EnumSource(JwsAlgorithm.class)
  void verifiesWhatItsSignerSigned(JwsAlgorithm algorithm) {
    org.junit.jupiter.api.Assumptions.assumeTrue(algorithm.isAvailable());
    Jwk key = generate(algorithm);
    String token = JwtSigner.of(signingKey(key), "at+jwt").sign(claims().build());
    Verification verification = verifier(key, algorithm).verify(token);
    assertThat(verification).isInstanceOf(Verification.Verified.class);
    VerifiedJwt jwt = ((Verification.Verified) verification).jwt();
    assertThat(jwt.subject()).contains("user-1");
    // A secret's thumbprint would let a reader of the revocations test guesses.
    assertThat(jwt.keyThumbprint())
        .isEqualTo(algorithm.isSymmetric() ? key.kid().orElseThrow() : key.thumbprint());
    assertThat(jwt.kid()).isEqualTo(key.kid());
  }

  @Test
  void saysEveryMissingExpectationAtOnce() {
    assertThatThrownBy(() -> JwtVerifier.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("type(", "issuer(", "audience(");
  }

  @Test
  void rejectsTokenThatExpiresNow() {
    Jwk key = PrivateJwk.generate(JwsAlgorithm.ES256);
    JwtSigner signer = JwtSigner.of(signingKey(key), "at+jwt");
    JwtVerifier verifier = verifier(key, JwsAlgorithm.ES256);
    List<Verification> verifications = new ArrayList<>();
    for (long skewed : new long[] {-31, -30, -29}) {
      JwtClaims claims =
          claims().issuedAt(NOW.minusSeconds(900)).expiresAt(NOW.plusSeconds(skewed)).build();
      verifications.add(verifier.verify(signer.sign(claims)));
    }
    assertThat(reason(verifications.get(0))).isEqualTo(RejectReason.EXPIRED);
    assertThat(reason(verifications.get(1))).isEqualTo(RejectReason.EXPIRED);
    assertThat(verifications.get(2)).isInstanceOf(Verification.Verified.class);
  }
}
