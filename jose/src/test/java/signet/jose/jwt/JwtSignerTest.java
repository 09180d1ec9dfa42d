package signet.jose.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.SecretJwk;
import signet.jose.jws.SigningKey;

class JwtSignerTest {
  private static final SigningKey KEY =
      SigningKey.of(SecretJwk.generate(JwsAlgorithm.HS256).withKid("k"));

  private static JwtClaims claims(int textLength) {
    return JwtClaims.builder().claim("x", "y".repeat(textLength)).build();
  }

  @Test
  void writesAlgTypAndKid() throws MalformedJwtException {
    JwtSigner signer = JwtSigner.of(KEY, "at+jwt");
    assertThat(UnverifiedJwt.parse(signer.sign(claims(1))).headerJson())
        .isEqualTo("{\"alg\":\"HS256\",\"typ\":\"at+jwt\",\"kid\":\"k\"}");
    assertThat(signer.key()).isSameAs(KEY);
    assertThat(signer).hasToString("JwtSigner[SigningKey[HS256, kid=k]]");

    SigningKey nameless = SigningKey.of(SecretJwk.of(new byte[32]), JwsAlgorithm.HS256);
    assertThat(UnverifiedJwt.parse(JwtSigner.of(nameless, "JWT").sign(claims(1))).headerJson())
        .isEqualTo("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 100})
  void knowsBeforehandHowLongATokenWillBe(int textLength) {
    JwtSigner signer = JwtSigner.of(KEY, "JWT");
    JwtClaims claims = claims(textLength);
    String token = signer.sign(claims);
    assertThat(signer.signedBytes(claims)).isEqualTo(token.lastIndexOf('.'));
  }

  @Test
  void signsFourKibibytesAtMost() {
    JwtSigner signer = JwtSigner.of(KEY, "JWTxx");
    int text = 0;
    while (signer.signedBytes(claims(text + 1)) <= JwtSigner.MAX_SIGNED_BYTES) {
      text++;
    }
    assertThat(signer.signedBytes(claims(text))).isEqualTo(JwtSigner.MAX_SIGNED_BYTES);
    assertThat(signer.sign(claims(text))).hasSizeGreaterThan(JwtSigner.MAX_SIGNED_BYTES);
    JwtClaims longer = claims(text + 1);
    assertThatThrownBy(() -> signer.sign(longer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("limit of 4096");
  }
}
