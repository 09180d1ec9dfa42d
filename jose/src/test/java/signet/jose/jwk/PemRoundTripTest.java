package signet.jose.jwk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import signet.jose.jwa.JwsAlgorithm;

class PemRoundTripTest {

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"HS256", "HS384", "HS512"})
  void exportedPrivateKeyIsReadBackWhole(JwsAlgorithm algorithm) {
    assumeTrue(algorithm.isAvailable(), "ML-DSA needs JDK 24");
    PrivateJwk key = PrivateJwk.generate(algorithm);
    Jwk read = Pem.decode(Pem.exportPrivate(key));
    assertThat(read).isInstanceOf(PrivateJwk.class);
    assertThat(
            ((PrivateJwk) read).withKid("a").withAlgorithm(algorithm).withUse("sig").exportJson())
        .isEqualTo(key.withKid("a").exportJson());
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"HS256", "HS384", "HS512"})
  void exportedPublicKeyIsReadBack(JwsAlgorithm algorithm) {
    assumeTrue(algorithm.isAvailable(), "ML-DSA needs JDK 24");
    PrivateJwk key = PrivateJwk.generate(algorithm);
    assertThat(Pem.decode(Pem.encode(key.toPublic())).thumbprint()).isEqualTo(key.thumbprint());
  }
}
