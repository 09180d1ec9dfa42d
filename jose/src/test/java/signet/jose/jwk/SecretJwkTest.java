package signet.jose.jwk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwa.KeyType;
import signet.testkit.json.Json;

class SecretJwkTest {
  @ParameterizedTest
  @CsvSource({"HS256, 32", "HS384, 48", "HS512, 64"})
  void freshSecretIsAsLongAsTheHash(JwsAlgorithm algorithm, int bytes) {
    SecretJwk key = SecretJwk.generate(algorithm);
    assertThat(key.length()).isEqualTo(bytes);
    assertThat(key.secret()).hasSize(bytes).isNotEqualTo(new byte[bytes]);
    assertThat(key.alg()).contains(algorithm.wireName());
    assertThat(key.use()).contains("sig");
    assertThat(key.kid().orElseThrow()).hasSize(22).isNotEqualTo("A".repeat(22));
    assertThat(key.keyType()).isEqualTo(KeyType.OCT);
    assertThat(key.curve()).isEmpty();
    assertThat(key.keyOps()).isEmpty();
  }

  @Test
  void secretIsForAlgorithmsThatTakeOne() {
    assertThatThrownBy(() -> SecretJwk.generate(JwsAlgorithm.RS256))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void emptySecretIsWeak() {
    JwkException refused =
        catchThrowableOfType(JwkException.class, () -> SecretJwk.of(new byte[0]));
    assertThat(refused.problem()).isEqualTo(JwkException.Problem.WEAK);
    assertThat(SecretJwk.of(new byte[1]).length()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN PUBLIC KEY-----\nAAAA",
        "x -----BEGIN CERTIFICATE-----",
        "ssh-rsa AAAA",
        "ssh-ed25519 AAAA",
        "ecdsa-sha2-nistp256 AAAA",
        "{\"kty\":\"RSA\"}"
      })
  void textOfAKeyFileIsNoSecret(String text) {
    JwkException refused =
        catchThrowableOfType(JwkException.class, () -> SecretJwk.of(text.getBytes(UTF_8)));
    assertThat(refused.problem()).isEqualTo(JwkException.Problem.INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"k\":1}", "\"kty\"", "BEGIN ", "ssh-rsa", "a passphrase"})
  void otherTextIs(String text) {
    assertThat(SecretJwk.of(text.getBytes(UTF_8)).secret()).isEqualTo(text.getBytes(UTF_8));
  }

  @Test
  void secretIsCopiedInAndOut() {
    byte[] given = {1, 2, 3};
    SecretJwk key = SecretJwk.of(given);
    given[0] = 9;
    key.secret()[1] = 9;
    assertThat(key.secret()).containsExactly(1, 2, 3);
  }

  @Test
  void exportsWhatItReads() {
    String json =
        "{\"kty\":\"oct\",\"kid\":\"a\",\"alg\":\"HS256\",\"use\":\"sig\","
            + "\"key_ops\":[\"sign\",\"verify\"],\"k\":\"AQID\"}";
    SecretJwk key = (SecretJwk) Jwk.parse(json);
    assertThat(key.exportJson()).isEqualTo(json);
    assertThat(key).hasToString(json.replace("AQID", "(secret)"));
    assertThat(Json.parse(key.withKid("b").exportJson()).text("kid")).isEqualTo("b");
    assertThat(key.withAlgorithm(JwsAlgorithm.HS512).alg()).contains("HS512");
    assertThat(key.keyOps()).containsExactlyInAnyOrder("sign", "verify");
  }

  @Test
  void thumbprintIsThatOfRfc7638() {
    // The SHA-256 of {"k":"AQID","kty":"oct"}.
    assertThat(SecretJwk.of(new byte[] {1, 2, 3}).thumbprint())
        .isEqualTo("xyzL7E2wxRsksrybor1iIah92PHMUlEgSf_CGV1lwBc");
  }

  @Test
  void equalsTheSameSecretUnderTheSameNames() {
    SecretJwk key = SecretJwk.of(new byte[] {1, 2, 3}).withKid("a");
    SecretJwk same = SecretJwk.of(new byte[] {1, 2, 3}).withKid("a");
    assertThat(key).isEqualTo(same).hasSameHashCodeAs(same);
    for (Object other :
        List.of(
            SecretJwk.of(new byte[] {1, 2, 4}).withKid("a"),
            SecretJwk.of(new byte[] {1, 2, 3}).withKid("b"),
            "a")) {
      assertThat(key).isNotEqualTo(other);
    }
    assertThat(key.hashCode()).isNotEqualTo(SecretJwk.of(new byte[3]).withKid("b").hashCode());
  }
}
