package signet.jose.jws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.jws.FakeProvider.Behaviour;
import signet.testkit.json.Json;

/** Keys that have been bound to one algorithm, to sign with and to verify with. */
class BoundKeysTest {
  private static final PrivateJwk PAIR = PrivateJwk.generate(JwsAlgorithm.ES256);
  private static final SecretJwk SECRET = SecretJwk.generate(JwsAlgorithm.HS256);
  private static final byte[] DATA = "header.payload".getBytes(StandardCharsets.US_ASCII);

  private static PublicJwk withoutAlg() {
    return PublicJwk.of(PAIR.toPublic().publicKey());
  }

  @Test
  void signingKeyTellsItsAlgorithmAndName() {
    SigningKey key = SigningKey.of(PAIR);
    assertThat(key.algorithm()).isEqualTo(JwsAlgorithm.ES256);
    assertThat(key.algorithmName()).isEqualTo("ES256");
    assertThat(key.kid()).isEqualTo(PAIR.kid());
    assertThat(key).hasToString("SigningKey[ES256, kid=" + PAIR.thumbprint() + "]");
  }

  @Test
  void keyWithoutNamesTakesTheAlgorithmThatItIsGiven() {
    PrivateJwk bare = PrivateJwk.of(PAIR.toPublic().publicKey(), PAIR.privateKey());
    SigningKey key = SigningKey.of(bare, JwsAlgorithm.ES256);
    assertThat(key.algorithmName()).isEqualTo("ES256");
    assertThat(key.kid()).isEmpty();
    assertThat(key).hasToString("SigningKey[ES256, kid=none]");
    assertThat(VerificationKey.of(bare, JwsAlgorithm.ES256))
        .hasToString("VerificationKey[ES256, kid=none]");
    assertThatThrownBy(() -> SigningKey.of(bare)).isInstanceOf(JwkException.class);
    assertThatThrownBy(() -> VerificationKey.of(bare)).isInstanceOf(JwkException.class);
  }

  @Test
  void signingKeyHasToFitItsAlgorithm() {
    assertThatThrownBy(() -> SigningKey.of(PAIR, JwsAlgorithm.ES384))
        .isInstanceOf(JwkException.class);
    assertThatThrownBy(
            () -> SigningKey.of(PAIR, JwsAlgorithm.ES384, new FakeProvider("FakeDevice")))
        .isInstanceOf(JwkException.class);
    assertThatThrownBy(() -> SigningKey.of(SECRET, JwsAlgorithm.HS512))
        .isInstanceOf(JwkException.class);
    assertThatThrownBy(() -> SigningKey.of(SecretJwk.of(new byte[16]), JwsAlgorithm.HS256))
        .isInstanceOf(JwkException.class);
  }

  @Test
  void verificationKeyHasToFitItsAlgorithm() {
    assertThatThrownBy(() -> VerificationKey.of(PAIR, JwsAlgorithm.ES384))
        .isInstanceOf(JwkException.class);
    Json signsOnly = Json.parse(PAIR.toPublic().toJson()).with("key_ops", List.of("sign"));
    assertThatThrownBy(() -> VerificationKey.of(Jwk.parse(signsOnly.toString())))
        .isInstanceOf(JwkException.class)
        .hasMessage("the key's key_ops lack verify");
    Json pair = Json.parse(PAIR.exportJson()).with("key_ops", List.of("sign"));
    byte[] signature = SigningKey.of(PAIR).sign(DATA);
    // RFC 7517 §4.3: what a pair signs, its public half verifies.
    assertThat(VerificationKey.of(Jwk.parse(pair.toString())).verify(DATA, signature)).isTrue();
  }

  @Test
  void verificationKeyTellsByWhatItIsRevoked() {
    VerificationKey ofPair = VerificationKey.of(PAIR);
    assertThat(ofPair.algorithm()).isEqualTo(JwsAlgorithm.ES256);
    assertThat(ofPair.kid()).isEqualTo(PAIR.kid());
    assertThat(ofPair.thumbprint()).isEqualTo(PAIR.thumbprint());
    assertThat(ofPair.jwk()).isEqualTo(PAIR.toPublic());
    assertThat(VerificationKey.of(withoutAlg(), JwsAlgorithm.ES256).thumbprint())
        .isEqualTo(PAIR.thumbprint());

    VerificationKey ofSecret = VerificationKey.of(SECRET);
    assertThat(ofSecret.thumbprint()).isEqualTo(SECRET.kid().orElseThrow());
    assertThat(ofSecret)
        .hasToString("VerificationKey[HS256, kid=" + SECRET.kid().orElseThrow() + "]");
    assertThat(VerificationKey.of(SecretJwk.of(new byte[32]), JwsAlgorithm.HS256).thumbprint())
        .isEqualTo("secret");
  }

  @Test
  void codeOfASecretIsComparedWhole() {
    VerificationKey key = VerificationKey.of(SECRET);
    byte[] code = SigningKey.of(SECRET).sign(DATA);
    assertThat(key.verify(DATA, code)).isTrue();
    byte[] shorter = Arrays.copyOf(code, code.length - 1);
    assertThat(key.verify(DATA, shorter)).isFalse();
    assertThat(key.verify(DATA, new byte[0])).isFalse();
    code[31] ^= 1;
    assertThat(key.verify(DATA, code)).isFalse();
  }

  @Test
  void deviceSignsWithoutBeingPreparedAnewEachTime() {
    FakeProvider device = new FakeProvider("FakeDevice");
    SigningKey key = SigningKey.of(PAIR, JwsAlgorithm.ES256, device);
    VerificationKey verifier = VerificationKey.of(PAIR);
    assertThat(verifier.verify(DATA, key.sign(DATA))).isTrue();
    assertThat(verifier.verify(DATA, key.sign(DATA))).isTrue();
    assertThat(device.made()).isEqualTo(1);
  }

  @Test
  void deviceThatWasAwaySignsAgainWhenItIsBack() {
    FakeProvider device = new FakeProvider("FakeDevice");
    SigningKey key = SigningKey.of(PAIR, JwsAlgorithm.ES256, device);
    device.behave(Behaviour.FAILS);
    assertThatThrownBy(() -> key.sign(DATA))
        .isInstanceOf(KeyUnavailableException.class)
        .hasMessage("the key could not sign with ES256")
        .hasRootCauseMessage("away");
    assertThat(device.made()).isEqualTo(2);

    device.behave(Behaviour.FAILS_WHEN_IT_BEGINS);
    assertThatThrownBy(() -> key.sign(DATA)).isInstanceOf(KeyUnavailableException.class);

    device.behave(Behaviour.WORKS);
    assertThat(VerificationKey.of(PAIR).verify(DATA, key.sign(DATA))).isTrue();
  }

  @Test
  void deviceThatDoesNotAnswerIsNoKey() {
    FakeProvider device = new FakeProvider("FakeDevice");
    for (Behaviour behaviour : List.of(Behaviour.FAILS_WHEN_IT_BEGINS, Behaviour.REFUSES_KEYS)) {
      device.behave(behaviour);
      assertThatThrownBy(() -> SigningKey.of(PAIR, JwsAlgorithm.ES256, device))
          .isInstanceOf(KeyUnavailableException.class)
          .hasMessage("the device of the key cannot use it with ES256");
    }
  }
}
