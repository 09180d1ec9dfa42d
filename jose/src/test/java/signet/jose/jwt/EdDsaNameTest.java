package signet.jose.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jws.SigningKey;

/** Ed25519 has an older name (RFC 8037), which some verifiers know alone. */
class EdDsaNameTest {
  private static final PrivateJwk KEY = PrivateJwk.generate(JwsAlgorithm.ED25519);

  @Test
  void writesTheNameThatTheKeyHas() throws MalformedJwtException {
    assertThat(algorithmOf(sign(KEY))).isEqualTo("Ed25519");
    assertThat(algorithmOf(sign(KEY.withEdDsaName()))).isEqualTo("EdDSA");
    assertThat(KEY.withEdDsaName().toPublic().alg()).contains("EdDSA");
  }

  @Test
  void verifiesEitherNameWithEitherKey() {
    for (PrivateJwk signer : new PrivateJwk[] {KEY, KEY.withEdDsaName()}) {
      for (PrivateJwk held : new PrivateJwk[] {KEY, KEY.withEdDsaName()}) {
        JwtVerifier verifier =
            JwtVerifier.builder()
                .ignoreType()
                .ignoreIssuer()
                .ignoreAudience()
                .algorithms(JwsAlgorithm.ED25519)
                .keys(JwkSet.of(held.toPublic()))
                .build();
        assertThat(verifier.verify(sign(signer))).isInstanceOf(Verification.Verified.class);
      }
    }
  }

  @Test
  void refusesTheNameForOtherKeys() {
    PrivateJwk other = PrivateJwk.generate(JwsAlgorithm.ES256);

    assertThatThrownBy(other::withEdDsaName).isInstanceOf(JwkException.class);
  }

  private static String sign(PrivateJwk key) {
    return JwtSigner.of(SigningKey.of(key), "JWT")
        .sign(JwtClaims.builder().expiresAt(Instant.now().plusSeconds(60)).build());
  }

  private static Object algorithmOf(String token) throws MalformedJwtException {
    return UnverifiedJwt.parse(token).header().get("alg");
  }
}
