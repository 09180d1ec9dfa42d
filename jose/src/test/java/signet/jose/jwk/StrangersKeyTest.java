package signet.jose.jwk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.internal.Base64Url;
import signet.jose.jwa.Curve;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwa.JweEncryption;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwe.JweDecrypter;
import signet.jose.jwe.JweDecryption;
import signet.jose.jws.PossessionProof;
import signet.testkit.json.Json;

/**
 * A private half where a public key belongs is refused unused: to sign with one of 8192 bits takes
 * half a second, for five kilobytes that anybody can send.
 */
final class StrangersKeyTest {
  private static final PrivateJwk PAIR = PrivateJwk.generate(JwsAlgorithm.RS256);

  private final Trials trials = new Trials();

  /** Stands before every other provider, and counts who asks for an RSA signature. */
  private static final class Trials extends Provider {
    private static final long serialVersionUID = 1L;

    private int count;

    Trials() {
      super("Trials", "1", "none");
      putService(
          new Service(this, "Signature", "SHA256withRSA", "-", List.of(), Map.of()) {
            @Override
            public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
              count++;
              throw new NoSuchAlgorithmException("the next one has it");
            }
          });
    }
  }

  @BeforeEach
  void count() {
    Security.insertProviderAt(trials, 1);
  }

  @AfterEach
  void stop() {
    Security.removeProvider(trials.getName());
  }

  @Test
  void onesOwnPairIsTried() {
    assertThat(Jwk.parse(PAIR.exportJson())).isEqualTo(PAIR);
    assertThat(trials.count).isPositive();
  }

  @Test
  void ofAProof() {
    String header = "{\"alg\":\"RS256\",\"typ\":\"dpop+jwt\",\"jwk\":" + PAIR.exportJson() + "}";
    String proof = encoded(header) + ".e30." + Base64Url.encode(new byte[256]);
    assertThat(PossessionProof.verify(proof, "dpop+jwt", Set.of(JwsAlgorithm.RS256))).isEmpty();
    assertThat(trials.count).isZero();
  }

  @Test
  void ofAnEncryptedToken() {
    JweDecrypter decrypter =
        JweDecrypter.builder()
            .keys(JwkSet.of(PrivateJwk.generateForAgreement(Curve.P_256)))
            .algorithms(JweAlgorithm.ECDH_ES)
            .encryptions(JweEncryption.A128GCM)
            .build();
    String header = "{\"alg\":\"ECDH-ES\",\"enc\":\"A128GCM\",\"epk\":" + PAIR.exportJson() + "}";
    String iv = Base64Url.encode(new byte[12]);
    String tag = Base64Url.encode(new byte[16]);
    assertThat(decrypter.decrypt(encoded(header) + ".." + iv + ".." + tag))
        .isInstanceOf(JweDecryption.Rejected.class);
    assertThat(trials.count).isZero();
  }

  @Test
  void ofAPublishedSet() {
    assertThat(JwkSet.parsePublished(JwkSet.of(PAIR).exportJson()).skipped()).hasSize(1);
    assertThat(trials.count).isZero();
  }

  @Test
  void publicKeyIsRead() {
    assertThat(PublicJwk.parse(PAIR.toPublic().toJson())).isEqualTo(PAIR.toPublic());
  }

  @ParameterizedTest
  @ValueSource(strings = {"d", "priv"})
  void privateMemberIsRefusedWhateverItIs(String name) {
    String json = Json.parse(PAIR.toPublic().toJson()).with(name, null).toString();
    assertThatThrownBy(() -> PublicJwk.parse(json))
        .isInstanceOfSatisfying(
            JwkException.class,
            e -> assertThat(e.problem()).isEqualTo(JwkException.Problem.INVALID));
  }

  @Test
  void secretIsRefused() {
    String secret = SecretJwk.generate(JwsAlgorithm.HS256).exportJson();
    assertThatThrownBy(() -> PublicJwk.parse(secret))
        .isInstanceOfSatisfying(
            JwkException.class,
            e -> assertThat(e.problem()).isEqualTo(JwkException.Problem.INVALID));
  }

  private static String encoded(String header) {
    return Base64Url.encode(header.getBytes(StandardCharsets.UTF_8));
  }
}
