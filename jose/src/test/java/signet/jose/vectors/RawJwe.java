package signet.jose.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwa.JweEncryption;
import signet.jose.jwe.JweDecrypter;
import signet.jose.jwe.JweDecryption;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.reject.RejectReason;
import signet.testkit.json.Json;

/** Decrypts the tokens of published vectors. */
final class RawJwe {
  private RawJwe() {}

  /** A decrypter of one key; where the key names no algorithm, its holder allows this one alone. */
  static JweDecrypter decrypter(Json jwk, String alg) {
    JweAlgorithm[] allowed =
        JweAlgorithm.fromWireName(alg)
            .filter(algorithm -> !jwk.has("alg"))
            .map(algorithm -> new JweAlgorithm[] {algorithm})
            .orElseGet(JweAlgorithm::values);
    return JweDecrypter.builder()
        .keys(JwkSet.of(List.of(Jwk.parse(jwk.toString()))))
        .algorithms(allowed)
        .encryptions(JweEncryption.values())
        .build();
  }

  static byte[] assertDecrypted(JweDecrypter decrypter, String token) {
    JweDecryption decryption = decrypter.decrypt(token);
    assertThat(decryption).isInstanceOf(JweDecryption.Decrypted.class);
    return ((JweDecryption.Decrypted) decryption).plaintext();
  }

  static void assertRefused(JweDecrypter decrypter, String token, RejectReason reason) {
    JweDecryption decryption = decrypter.decrypt(token);
    assertThat(decryption).isInstanceOf(JweDecryption.Rejected.class);
    assertThat(((JweDecryption.Rejected) decryption).reason()).isEqualTo(reason);
  }
}
