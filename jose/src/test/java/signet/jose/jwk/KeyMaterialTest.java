package signet.jose.jwk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwk.JwkException.Problem;

/** Keys as the JCA has them, which nobody has checked before. */
class KeyMaterialTest {

  @ParameterizedTest
  @ValueSource(strings = {"Ed448", "X448", "DSA"})
  void keyOfAnotherKindIsNotSupported(String type) throws GeneralSecurityException {
    PublicKey key = KeyPairGenerator.getInstance(type).generateKeyPair().getPublic();
    assertThat(problem(key)).isEqualTo(Problem.UNSUPPORTED);
  }

  @Test
  void ed25519KeyOfSmallOrderIsRefused() throws GeneralSecurityException {
    EdECPoint neutral = new EdECPoint(false, BigInteger.ONE);
    PublicKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, neutral));
    assertThat(problem(key)).isEqualTo(Problem.INVALID);
  }

  private static Problem problem(PublicKey key) {
    JwkException refused = catchThrowableOfType(JwkException.class, () -> PublicJwk.of(key));
    assertThat(refused).isNotNull();
    return refused.problem();
  }
}
