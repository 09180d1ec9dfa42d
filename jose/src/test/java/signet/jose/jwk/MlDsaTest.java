package signet.jose.jwk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Base64;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkException.Problem;
import signet.testkit.json.Json;

class MlDsaTest {
  private static final byte[] SEED = new byte[32];

  @BeforeEach
  void needsTheAlgorithm() {
    assumeTrue(JwsAlgorithm.ML_DSA_44.isAvailable(), "ML-DSA needs JDK 24");
  }

  private static void assertRefused(Problem problem, ThrowingCallable call) {
    JwkException refused = catchThrowableOfType(JwkException.class, call);
    assertThat(refused).isNotNull();
    assertThat(refused.problem()).isEqualTo(problem);
  }

  private static PrivateJwk pair(JwsAlgorithm algorithm) {
    return PrivateJwk.ofSeed(algorithm, SEED, KeyAttributes.NONE);
  }

  private static byte[] pkcs8(byte[] oid, byte[] privateKey) {
    return Der.encode(
        Der.SEQUENCE,
        new byte[] {Der.INTEGER, 1, 0},
        Der.encode(Der.SEQUENCE, Der.encode(Der.OBJECT_IDENTIFIER, oid)),
        Der.encode(Der.OCTET_STRING, privateKey));
  }

  private static byte[] oid(int last) {
    return new byte[] {0x60, (byte) 0x86, 0x48, 1, 0x65, 3, 4, 3, (byte) last};
  }

  @ParameterizedTest
  @CsvSource({"ML_DSA_44, 17, 1312", "ML_DSA_65, 18, 1952", "ML_DSA_87, 19, 2592"})
  void seedMakesTheWholePair(JwsAlgorithm algorithm, int last, int publicBytes) {
    PrivateJwk pair = pair(algorithm);
    assertThat(pair.alg()).contains(algorithm.wireName());
    Json json = Json.parse(pair.exportJson());
    assertThat(json.text("priv")).isEqualTo("A".repeat(43));
    assertThat(Base64.getUrlDecoder().decode(json.text("pub"))).hasSize(publicBytes);

    byte[] alone = pkcs8(oid(last), Der.encode(0x80, SEED));
    assertThat(pair.pkcs8()).isEqualTo(alone);
    assertThat(MlDsa.fromPkcs8(alone)).isEqualTo(pair);
    assertThat(MlDsa.isPkcs8(alone)).isTrue();
    assertThat(MlDsa.algorithm(oid(last))).isEqualTo(algorithm);
    byte[] both =
        pkcs8(
            oid(last),
            Der.encode(
                Der.SEQUENCE,
                Der.encode(Der.OCTET_STRING, SEED),
                Der.encode(Der.OCTET_STRING, new byte[2560])));
    assertThat(MlDsa.fromPkcs8(both)).isEqualTo(pair);
  }

  @Test
  void privateKeyWithoutItsSeedIsUnsupported() {
    for (byte[] privateKey :
        new byte[][] {{}, Der.encode(Der.OCTET_STRING, SEED), Der.encode(Der.SEQUENCE)}) {
      byte[] pkcs8 = pkcs8(oid(17), privateKey);
      assertRefused(Problem.UNSUPPORTED, () -> MlDsa.fromPkcs8(pkcs8));
    }
  }

  @Test
  void otherObjectIdentifiersAreNone() {
    byte[] other = pkcs8(oid(20), Der.encode(0x80, SEED));
    assertThat(MlDsa.isPkcs8(other)).isFalse();
    assertRefused(Problem.UNSUPPORTED, () -> MlDsa.fromPkcs8(other));
    assertThatThrownBy(() -> MlDsa.toPkcs8("ES256", SEED))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void seedHas32Bytes() {
    for (int length : new int[] {0, 31, 33}) {
      assertRefused(
          Problem.MALFORMED, () -> MlDsa.keyPair(JwsAlgorithm.ML_DSA_44, new byte[length]));
    }
  }

  @Test
  void publicKeyHasTheLengthOfItsAlgorithm() {
    for (int length : new int[] {1, 1311, 1313, 1952}) {
      assertRefused(
          Problem.MALFORMED, () -> MlDsa.publicKey(JwsAlgorithm.ML_DSA_44, new byte[length]));
    }
    assertRefused(Problem.MALFORMED, () -> MlDsa.publicKey(JwsAlgorithm.ES256, new byte[64]));
    byte[] raw =
        Base64.getUrlDecoder()
            .decode(Json.parse(pair(JwsAlgorithm.ML_DSA_44).toString()).text("pub"));
    assertThat(PublicJwk.of(MlDsa.publicKey(JwsAlgorithm.ML_DSA_44, raw)))
        .isEqualTo(pair(JwsAlgorithm.ML_DSA_44).toPublic());
  }

  @Test
  void keysOfOtherKindsAreNotDescribed() {
    assertThat(MlDsa.of(PrivateJwk.generate(JwsAlgorithm.ES256).toPublic().publicKey())).isEmpty();
  }

  @Test
  void seedAndPublicKeyOfAJwkBelongTogether() {
    byte[] otherSeed = new byte[32];
    Arrays.fill(otherSeed, (byte) 1);
    Json json = Json.parse(pair(JwsAlgorithm.ML_DSA_44).exportJson());
    String wrong =
        json.with("priv", Base64.getUrlEncoder().withoutPadding().encodeToString(otherSeed))
            .toString();
    assertRefused(Problem.INVALID, () -> Jwk.parse(wrong));
    assertRefused(Problem.MALFORMED, () -> Jwk.parse(json.with("priv", "AAAA").toString()));
    assertThat(((PrivateJwk) Jwk.parse(json.toString())).exportJson()).isEqualTo(json.toString());
    assertThat(Jwk.parse(json.without("priv").toString())).isInstanceOf(PublicJwk.class);
  }
}
