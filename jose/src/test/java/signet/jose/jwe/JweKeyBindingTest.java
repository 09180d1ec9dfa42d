package signet.jose.jwe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signet.jose.jwa.Curve;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwa.JweEncryption;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.PrivateJwk;
import signet.testkit.json.Json;

/** What a key says that it is for, asked before it opens or seals anything. */
final class JweKeyBindingTest {
  private static final Json PAIR =
      Json.parse(PrivateJwk.generateForAgreement(Curve.P_256).exportJson());
  private static final JweAlgorithm ALGORITHM = JweAlgorithm.ECDH_ES;

  private static Jwk pair(String use, String operations) {
    Json json = use.isEmpty() ? PAIR : PAIR.with("use", use);
    return Jwk.parse(
        (operations.isEmpty() ? json : json.with("key_ops", List.of(operations.split(" ", -1))))
            .toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', true",
    "enc, '', true",
    "sig, '', false",
    "'', deriveKey, true",
    "'', deriveBits, true",
    "'', unwrapKey, true",
    "enc, decrypt encrypt, true",
    "'', encrypt, false",
    "'', wrapKey, false",
    "'', sign, false",
    "enc, sign verify, false",
    "sig, deriveKey, false"
  })
  void useAndKeyOpsSayWhetherAKeyOpens(String use, String operations, boolean opens) {
    assertThat(JweKeyBinding.algorithm(pair(use, operations), Set.of(ALGORITHM)).isPresent())
        .isEqualTo(opens);
  }

  @Test
  void keyForSignaturesSealsNothing() {
    Jwk key = Jwk.parse(PAIR.without("d").with("key_ops", List.of("verify")).toString());
    assertThatThrownBy(() -> JweEncrypter.of(key, ALGORITHM, JweEncryption.A128GCM))
        .isInstanceOf(JwkException.class)
        .hasMessage("the key does not fit ECDH-ES");
  }

  @Test
  void keyThatOpensSealsByItsPublicHalf() {
    Jwk key = pair("", "deriveBits");
    assertThatCode(() -> JweEncrypter.of(key, ALGORITHM, JweEncryption.A128GCM))
        .doesNotThrowAnyException();
  }
}
