package signet.jose.jwk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.PrivateKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwa.Curve;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwa.KeyType;
import signet.jose.jwk.JwkException.Problem;
import signet.testkit.json.Json;

/**
 * Both halves of a pair: what they tell, what they keep to themselves, and how they are written.
 */
class KeyPairTest {
  private static final Map<JwsAlgorithm, PrivateJwk> PAIRS = new ConcurrentHashMap<>();

  private static PrivateJwk pair(JwsAlgorithm algorithm) {
    assumeTrue(algorithm.isAvailable(), "ML-DSA needs JDK 24");
    return PAIRS.computeIfAbsent(algorithm, PrivateJwk::generate);
  }

  private static void assertRefused(Problem problem, ThrowingCallable call) {
    JwkException refused = catchThrowableOfType(JwkException.class, call);
    assertThat(refused).isNotNull();
    assertThat(refused.problem()).isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "RS256, RSA, '', 2048",
    "ES256, EC, P_256, 256",
    "ES384, EC, P_384, 384",
    "ES512, EC, P_521, 521",
    "ED25519, OKP, ED25519, 256",
    "ML_DSA_44, AKP, '', 10496",
    "ML_DSA_65, AKP, '', 15616",
    "ML_DSA_87, AKP, '', 20736"
  })
  void freshPairIsOfItsAlgorithm(JwsAlgorithm algorithm, KeyType type, String curve, int bits) {
    PrivateJwk pair = pair(algorithm);
    PublicJwk half = pair.toPublic();
    for (Jwk key : List.of(pair, half)) {
      assertThat(key.keyType()).isEqualTo(type);
      assertThat(key.curve().map(Curve::name).orElse("")).isEqualTo(curve);
      assertThat(key.alg()).contains(algorithm.wireName());
      assertThat(key.use()).contains("sig");
      assertThat(key.kid()).contains(key.thumbprint());
      assertThat(key.keyOps()).isEmpty();
    }
    assertThat(half.bits()).isEqualTo(bits);
    assertThat(half.thumbprint()).isEqualTo(pair.thumbprint()).hasSize(43);
  }

  @ParameterizedTest
  @EnumSource(names = {"RS256", "ES256", "ES512", "ED25519", "ML_DSA_44"})
  void exportedPairIsReadBackWhole(JwsAlgorithm algorithm) {
    PrivateJwk pair = pair(algorithm);
    PrivateJwk read = (PrivateJwk) Jwk.parse(pair.exportJson());
    assertThat(read.exportJson()).isEqualTo(pair.exportJson());
    assertThat(read).isEqualTo(pair).hasSameHashCodeAs(pair);
    assertThat(Jwk.parse(pair.toPublic().toJson())).isEqualTo(pair.toPublic());
  }

  @ParameterizedTest
  @EnumSource(names = {"RS256", "ES256", "ED25519", "ML_DSA_44"})
  void textShowsThePublicHalfAlone(JwsAlgorithm algorithm) {
    PrivateJwk pair = pair(algorithm);
    assertThat(pair).hasToString(pair.toPublic().toJson());
    assertThat(pair.toPublic()).hasToString(pair.toPublic().toJson());
    assertThat(Json.parse(pair.toString()).members())
        .doesNotContainKeys("d", "p", "q", "dp", "dq", "qi", "priv");
  }

  @Test
  void rsaPairHas2048To8192Bits() {
    for (int bits : new int[] {1024, 2047, 8193}) {
      assertRefused(Problem.WEAK, () -> PrivateJwk.generate(JwsAlgorithm.PS256, bits));
    }
    assertThat(PrivateJwk.generate(JwsAlgorithm.PS256, 2048).toPublic().bits()).isEqualTo(2048);
  }

  @ParameterizedTest
  @EnumSource(names = {"ES256", "ED25519", "ML_DSA_44"})
  void noTwoPairsAreTheSame(JwsAlgorithm algorithm) {
    assumeTrue(algorithm.isAvailable(), "ML-DSA needs JDK 24");
    assertThat(PrivateJwk.generate(algorithm).thumbprint())
        .isNotEqualTo(PrivateJwk.generate(algorithm).thumbprint());
  }

  @Test
  void secretsAreNoPairs() {
    assertThatThrownBy(() -> PrivateJwk.generate(JwsAlgorithm.HS256))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"P_256", "P_384", "P_521", "X25519"})
  void pairForAgreementHasNoNames(Curve curve) {
    PrivateJwk pair = PrivateJwk.generateForAgreement(curve);
    assertThat(pair.curve()).contains(curve);
    assertThat(pair.kid()).isEmpty();
    assertThat(pair.alg()).isEmpty();
    assertThat(pair.use()).isEmpty();
    assertThat(((PrivateJwk) Jwk.parse(pair.exportJson())).exportJson())
        .isEqualTo(pair.exportJson());
    assertThat(((PrivateJwk) Pem.decode(Pem.exportPrivate(pair))).exportJson())
        .isEqualTo(pair.exportJson());
    assertThat(Pem.decode(Pem.encode(pair.toPublic()))).isEqualTo(pair.toPublic());
  }

  @Test
  void signingCurveIsNoneForAgreement() {
    assertThatThrownBy(() -> PrivateJwk.generateForAgreement(Curve.ED25519))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"RS256", "ES256", "ED25519"})
  void halvesBelongTogether(JwsAlgorithm algorithm) {
    PrivateJwk pair = pair(algorithm);
    PrivateJwk stranger = PrivateJwk.generate(algorithm);
    assertThat(PrivateJwk.of(pair.toPublic().publicKey(), pair.privateKey()).thumbprint())
        .isEqualTo(pair.thumbprint());
    assertRefused(
        Problem.INVALID, () -> PrivateJwk.of(pair.toPublic().publicKey(), stranger.privateKey()));
  }

  @Test
  void halvesOfAnAgreementBelongTogether() {
    PrivateJwk pair = PrivateJwk.generateForAgreement(Curve.X25519);
    PrivateJwk stranger = PrivateJwk.generateForAgreement(Curve.X25519);
    assertThat(PrivateJwk.of(pair.toPublic().publicKey(), pair.privateKey())).isEqualTo(pair);
    assertRefused(
        Problem.INVALID, () -> PrivateJwk.of(pair.toPublic().publicKey(), stranger.privateKey()));
  }

  @Test
  void halvesOfTwoKindsDoNotBelongTogether() {
    assertRefused(
        Problem.INVALID,
        () ->
            PrivateJwk.of(
                pair(JwsAlgorithm.ES256).toPublic().publicKey(),
                pair(JwsAlgorithm.RS256).privateKey()));
  }

  @Test
  void namesAreChangedOneByOne() {
    PrivateJwk pair = pair(JwsAlgorithm.RS256);
    PrivateJwk renamed = pair.withKid("k").withAlgorithm(JwsAlgorithm.PS256).withUse("enc");
    PublicJwk half = pair.toPublic().withKid("k").withAlgorithm(JwsAlgorithm.PS256).withUse("enc");
    for (Jwk key : List.of(renamed, half, renamed.toPublic())) {
      assertThat(key.kid()).contains("k");
      assertThat(key.alg()).contains("PS256");
      assertThat(key.use()).contains("enc");
    }
    assertThat(renamed.toPublic()).isEqualTo(half).hasSameHashCodeAs(half);
    assertThat(renamed.privateKey()).isSameAs(pair.privateKey());
  }

  @Test
  void equalKeysHaveEqualMaterialAndNames() {
    PrivateJwk pair = pair(JwsAlgorithm.ES256);
    PublicJwk half = pair.toPublic();
    assertThat(pair).isNotEqualTo(pair.withKid("k")).isNotEqualTo(half);
    assertThat(half).isNotEqualTo(half.withKid("k")).isNotEqualTo(pair);
    assertThat(half).isNotEqualTo(PrivateJwk.generate(JwsAlgorithm.ES256).toPublic());
    assertThat(
            Set.of(
                half.hashCode(),
                half.withKid("k").hashCode(),
                half.withKid("l").hashCode(),
                pair(JwsAlgorithm.RS256).toPublic().withKid("k").hashCode()))
        .hasSize(4);
    assertThat(pair.hashCode()).isNotEqualTo(pair(JwsAlgorithm.RS256).hashCode());
  }

  @ParameterizedTest
  @CsvSource({"sign, verify", "sign verify, verify", "deriveKey, ''"})
  void whatThePairSignsItsPublicHalfVerifies(String operations, String ofPublicHalf) {
    Json json =
        Json.parse(pair(JwsAlgorithm.ES256).exportJson())
            .with("key_ops", List.of(operations.split(" ", -1)));
    PrivateJwk pair = (PrivateJwk) Jwk.parse(json.toString());
    assertThat(pair.keyOps()).containsExactlyInAnyOrder(operations.split(" ", -1));
    assertThat(String.join(" ", pair.toPublic().keyOps())).isEqualTo(ofPublicHalf);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kid", "alg", "use", "key_ops"})
  void namesAreReadWhereTheyStandFirst(String member) {
    Json json = Json.parse(pair(JwsAlgorithm.ES256).toPublic().toJson());
    Object value = member.equals("key_ops") ? List.of("verify") : "a";
    Json first = Json.of(Map.of(member, value));
    for (Map.Entry<String, @Nullable Object> other : json.without(member).members().entrySet()) {
      first = first.with(other.getKey(), other.getValue());
    }
    assertThat(Jwk.parse(first.toString()))
        .isEqualTo(Jwk.parse(json.with(member, value).toString()));
    assertThat(first.toString()).startsWith("{\"" + member);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kid", "alg", "use"})
  void namesAreTexts(String member) {
    Json json = Json.parse(pair(JwsAlgorithm.ES256).toPublic().toJson());
    assertRefused(Problem.MALFORMED, () -> Jwk.parse(json.with(member, 7).toString()));
    assertRefused(Problem.MALFORMED, () -> Jwk.parse(json.with(member, null).toString()));
  }

  @Test
  void operationsAreTextsWithoutRepetition() {
    Json json = Json.parse(pair(JwsAlgorithm.ES256).toPublic().toJson());
    for (Object wrong :
        new Object[] {"verify", List.of(7), List.of("verify", "verify"), Map.of()}) {
      assertRefused(Problem.MALFORMED, () -> Jwk.parse(json.with("key_ops", wrong).toString()));
    }
    assertThat(Jwk.parse(json.with("key_ops", List.of("b", "a")).toString()).toString())
        .contains("\"key_ops\":[\"a\",\"b\"]");
  }

  /** A private half that cannot leave where it is kept. */
  private static final class Handle implements PrivateKey {
    private static final long serialVersionUID = 1L;
    private final byte @Nullable [] encoded;

    Handle(byte @Nullable [] encoded) {
      this.encoded = encoded;
    }

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public @Nullable String getFormat() {
      return encoded == null ? null : "RAW";
    }

    @Override
    public byte @Nullable [] getEncoded() {
      return encoded;
    }
  }

  @Test
  void privateHalfInADeviceIsNotExported() {
    for (Handle handle : List.of(new Handle(null), new Handle(new byte[1]))) {
      PrivateJwk kept =
          new PrivateJwk(pair(JwsAlgorithm.ES256).toPublic(), handle, KeyAttributes.NONE, null);
      assertRefused(Problem.NOT_EXPORTABLE, kept::exportJson);
      assertRefused(Problem.NOT_EXPORTABLE, () -> Pem.exportPrivate(kept));
      assertThat(kept.thumbprint()).isEqualTo(pair(JwsAlgorithm.ES256).thumbprint());
    }
  }
}
