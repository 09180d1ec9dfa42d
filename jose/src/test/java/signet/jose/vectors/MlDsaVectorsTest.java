package signet.jose.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jws.JwsVerifier;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.Damage;
import signet.testkit.json.Json;
import signet.testkit.vectors.Vectors;

/** The working group's ML-DSA examples: keys from seeds, thumbprints, signatures (RFC 9964). */
class MlDsaVectorsTest {

  private static Json vector(String size) {
    String file = "ml-dsa-jose/examples/jose/examples/ML_DSA_" + size + ".jose.json";
    return Vectors.orSkip(Assumptions::abort).json(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"44", "65", "87"})
  void signatureVerifiesAndADamagedOneDoesNot(String size) {
    assumeTrue(RawJws.isAvailable("ML-DSA-" + size), "ML-DSA needs JDK 24");
    Json vector = vector(size);
    JwsVerifier verifier = RawJws.verifier(vector.at("jwk"), "ML-DSA-" + size);
    RawJws.assertVerified(verifier, vector.text("jws"));
    String damaged = Damage.flipBit(vector.text("jws"), 2, 100);
    RawJws.assertRefused(verifier, damaged, RejectReason.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"44", "65", "87"})
  void kidIsTheThumbprint(String size) {
    assumeTrue(RawJws.isAvailable("ML-DSA-" + size), "ML-DSA needs JDK 24");
    Json jwk = vector(size).at("jwk");
    assertThat(Jwk.parse(jwk.toString()).thumbprint()).isEqualTo(jwk.text("kid"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"44", "65", "87"})
  void seedExpandsToThePublicKey(String size) {
    assumeTrue(RawJws.isAvailable("ML-DSA-" + size), "ML-DSA needs JDK 24");
    Json vector = vector(size);
    byte[] seed = HexFormat.of().parseHex(vector.text("priv"));
    String priv = Base64.getUrlEncoder().withoutPadding().encodeToString(seed);
    Json jwk = vector.at("jwk").with("priv", priv);
    Jwk key = Jwk.parse(jwk.toString());
    assertThat(key).isInstanceOf(PrivateJwk.class);
    assertThat(Json.parse(((PrivateJwk) key).exportJson()).text("priv")).isEqualTo(priv);
    // The seed of another key does not pass for this one's.
    seed[0] ^= 1;
    String other = Base64.getUrlEncoder().withoutPadding().encodeToString(seed);
    assertThatThrownBy(() -> Jwk.parse(jwk.with("priv", other).toString()))
        .isInstanceOf(JwkException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"44", "65", "87"})
  void olderJdkSaysWhichOneItNeeds(String size) {
    assumeFalse(RawJws.isAvailable("ML-DSA-" + size), "this JDK has ML-DSA");
    String jwk = vector(size).at("jwk").toString();
    assertThatThrownBy(() -> Jwk.parse(jwk))
        .isInstanceOf(JwkException.class)
        .hasMessageContaining("JDK 24");
  }
}
