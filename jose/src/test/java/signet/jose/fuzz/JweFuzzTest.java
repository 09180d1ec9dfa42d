package signet.jose.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import signet.jose.jwa.Curve;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwa.JweEncryption;
import signet.jose.jwe.JweDecrypter;
import signet.jose.jwe.JweDecryption;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.SecretJwk;

/** Nothing but a refusal comes out of decryption, whatever header stands on the envelope. */
class JweFuzzTest {
  private static final JweDecrypter DECRYPTER =
      JweDecrypter.builder()
          .keys(
              JwkSet.of(
                  List.of(
                      PrivateJwk.generateForAgreement(Curve.P_256).withKid("p256"),
                      PrivateJwk.generateForAgreement(Curve.X25519).withKid("x25519"),
                      SecretJwk.of(new byte[16]).withKid("a128"))))
          .algorithms(JweAlgorithm.ECDH_ES, JweAlgorithm.A128GCMKW)
          .encryptions(JweEncryption.values())
          .build();

  @FuzzTest(maxDuration = "10s")
  @DictionaryFile(resourcePath = "jose.dict")
  void header(FuzzedDataProvider data) {
    String encryptedKey = encode(data.consumeBytes(40));
    String iv = encode(data.consumeBytes(16));
    String tag = encode(data.consumeBytes(20));
    byte[] header = data.consumeRemainingAsString().getBytes(StandardCharsets.UTF_8);
    refused(String.join(".", encode(header), encryptedKey, iv, "AAAAAAAAAAAAAAAAAAAAAA", tag));
  }

  @FuzzTest(maxDuration = "10s")
  @DictionaryFile(resourcePath = "jose.dict")
  void compact(FuzzedDataProvider data) {
    refused(data.consumeRemainingAsString());
  }

  private static void refused(String token) {
    assertThat(DECRYPTER.decrypt(token)).isInstanceOf(JweDecryption.Rejected.class);
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
