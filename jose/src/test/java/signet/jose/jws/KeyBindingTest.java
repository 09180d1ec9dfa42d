package signet.jose.jws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.JwkException.Problem;
import signet.testkit.forge.ForgeKey;
import signet.testkit.json.Json;

class KeyBindingTest {
  private static final Json EC = bare("ES256");
  private static final Json RSA = bare("RS256");

  private static Json bare(String alg) {
    return Json.of(ForgeKey.generate(alg).jwkMembers()).without("alg", "kid");
  }

  private static Json secret(int bytes) {
    return Json.of(ForgeKey.secret("HS256", new byte[bytes]).jwkMembers()).without("alg", "kid");
  }

  private static Jwk key(Json json) {
    return Jwk.parse(json.toString());
  }

  private static Optional<JwsAlgorithm> algorithm(
      Json key, @Nullable JwsAlgorithm fallback, JwsAlgorithm... allowed) {
    return KeyBinding.algorithm(key(key), EnumSet.copyOf(Set.of(allowed)), fallback);
  }

  @Test
  void aKeyIsForItsOwnAlgAlone() {
    assertThat(algorithm(EC.with("alg", "ES256"), null, JwsAlgorithm.RS256))
        .contains(JwsAlgorithm.ES256);
    assertThat(algorithm(EC.with("alg", "ES384"), null, JwsAlgorithm.ES384)).isEmpty();
    assertThat(algorithm(EC.with("alg", "RS256"), JwsAlgorithm.ES256, JwsAlgorithm.ES256))
        .isEmpty();
    assertThat(algorithm(RSA.with("alg", "RSA-OAEP"), JwsAlgorithm.RS256, JwsAlgorithm.RS256))
        .isEmpty();
  }

  @Test
  void aKeyWithoutAlgIsForTheOneThatFits() {
    assertThat(algorithm(EC, null, JwsAlgorithm.ES256, JwsAlgorithm.ES384, JwsAlgorithm.RS256))
        .contains(JwsAlgorithm.ES256);
    assertThat(algorithm(EC, JwsAlgorithm.ES384, JwsAlgorithm.ES384)).isEmpty();
    assertThat(algorithm(RSA, JwsAlgorithm.PS512, JwsAlgorithm.RS256)).contains(JwsAlgorithm.RS256);
  }

  @Test
  void whereSeveralFitTheConfigurationDecides() {
    JwsAlgorithm[] both = {JwsAlgorithm.RS256, JwsAlgorithm.PS256};
    assertThat(algorithm(RSA, null, both)).isEmpty();
    assertThat(algorithm(RSA, JwsAlgorithm.PS256, both)).contains(JwsAlgorithm.PS256);
    assertThat(algorithm(RSA, JwsAlgorithm.ES256, both)).isEmpty();
  }

  @Test
  void aSecretFitsWhatItIsLongEnoughFor() {
    JwsAlgorithm[] hmac = {JwsAlgorithm.HS256, JwsAlgorithm.HS384};
    assertThat(algorithm(secret(31), null, hmac)).isEmpty();
    assertThat(algorithm(secret(32), null, hmac)).contains(JwsAlgorithm.HS256);
    assertThat(algorithm(secret(47), null, hmac)).contains(JwsAlgorithm.HS256);
    assertThat(algorithm(secret(48), null, hmac)).isEmpty();
  }

  @Test
  void aKeyOfMlDsaFitsTheAlgorithmThatItNames() {
    assumeTrue(JwsAlgorithm.ML_DSA_44.isAvailable(), "ML-DSA needs JDK 24");
    Jwk key = Jwk.parse(ForgeKey.generate("ML-DSA-44").jwk());
    assertThat(KeyBinding.fits(key, JwsAlgorithm.ML_DSA_44)).isTrue();
    assertThat(KeyBinding.fits(key, JwsAlgorithm.ML_DSA_65)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', true",
    "sig, '', true",
    "enc, '', false",
    "SIG, '', false",
    "'', verify, true",
    "sig, sign verify, true",
    "'', sign, false",
    "enc, verify, false",
    "sig, encrypt, false"
  })
  void useAndKeyOpsSayWhatAKeyMayDo(String use, String operations, boolean verify) {
    Json json = use.isEmpty() ? EC : EC.with("use", use);
    if (!operations.isEmpty()) {
      json = json.with("key_ops", List.of(operations.split(" ", -1)));
    }
    assertThat(KeyBinding.mayVerify(key(json))).isEqualTo(verify);
  }

  @ParameterizedTest
  @CsvSource({
    "ES384, RS256, the key's alg is not RS256",
    "RSA-OAEP, RS256, the key's alg is not RS256",
    "'', ES256, a key of type RSA does not fit ES256",
    "'', HS256, a key of type RSA does not fit HS256"
  })
  void saysWhyAKeyDoesNotFit(String alg, JwsAlgorithm algorithm, String message) {
    Jwk key = key(alg.isEmpty() ? RSA : RSA.with("alg", alg));
    assertRefused(key, algorithm, Problem.INVALID, message);
  }

  @Test
  void saysHowLongASecretHasToBe() {
    assertRefused(
        key(secret(47)),
        JwsAlgorithm.HS384,
        Problem.WEAK,
        "HS384 needs a secret of at least 48 bytes; this one has 47");
    assertRefused(
        key(secret(16)),
        JwsAlgorithm.RS256,
        Problem.INVALID,
        "a key of type oct does not fit RS256");
    assertThatCode(() -> KeyBinding.requireFit(key(secret(48)), JwsAlgorithm.HS384))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAKeyForEncryption() {
    assertRefused(
        key(EC.with("use", "enc")),
        JwsAlgorithm.ES256,
        Problem.INVALID,
        "the key's use is not sig");
    assertRefused(
        key(bare("ES384")),
        JwsAlgorithm.ES256,
        Problem.INVALID,
        "a key of type EC does not fit ES256");
  }

  @Test
  void aKeyWithoutAlgHasNoneOfItsOwn() {
    assertThat(KeyBinding.ownAlgorithm(key(EC.with("alg", "ES256")))).isEqualTo(JwsAlgorithm.ES256);
    for (Json json : List.of(EC, EC.with("alg", "ECDH-ES"))) {
      JwkException refused =
          catchThrowableOfType(JwkException.class, () -> KeyBinding.ownAlgorithm(key(json)));
      assertThat(refused.problem()).isEqualTo(Problem.UNSUPPORTED);
    }
  }

  private static void assertRefused(
      Jwk key, JwsAlgorithm algorithm, Problem problem, String message) {
    JwkException refused =
        catchThrowableOfType(JwkException.class, () -> KeyBinding.requireFit(key, algorithm));
    assertThat(refused).hasMessage(message);
    assertThat(refused.problem()).isEqualTo(problem);
  }
}
