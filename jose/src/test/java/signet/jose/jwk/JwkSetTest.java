package signet.jose.jwk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkException.Problem;
import signet.testkit.json.Json;

class JwkSetTest {
  private static final PrivateJwk PAIR = PrivateJwk.generate(JwsAlgorithm.ES256).withKid("pair");
  private static final PublicJwk HALF =
      PrivateJwk.generate(JwsAlgorithm.ES256).toPublic().withKid("half");
  private static final SecretJwk SECRET = SecretJwk.generate(JwsAlgorithm.HS256).withKid("secret");

  private static void assertMalformed(ThrowingCallable call) {
    JwkException refused = catchThrowableOfType(JwkException.class, call);
    assertThat(refused).isNotNull();
    assertThat(refused.problem()).isEqualTo(Problem.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"keys\":{}}",
        "{\"keys\":7}",
        "{\"keys\":[7]}",
        "{\"keys\":[{},[]]}",
        "{\"keys\":[],\"keys\":[]}"
      })
  void refusesWhatIsNoSet(String json) {
    assertMalformed(() -> JwkSet.parse(json));
    assertMalformed(() -> JwkSet.parsePublished(json));
  }

  @Test
  void holdsAHundredKeysAtMost() {
    List<SecretJwk> hundred = Collections.nCopies(100, SECRET);
    List<SecretJwk> more = Collections.nCopies(101, SECRET);
    assertThat(JwkSet.of(hundred).keys()).hasSize(100);
    assertMalformed(() -> JwkSet.of(more));
    String json = "{\"keys\":[" + "{},".repeat(99) + "{}]}";
    assertThat(JwkSet.parse(json).skipped()).hasSize(100);
    assertMalformed(() -> JwkSet.parse(json.replace("[", "[{},")));
  }

  @Test
  void leavesOutWhatItCannotUse() {
    String json =
        "{\"keys\":[{\"kty\":\"XYZ\"}," + HALF.toJson() + ",{\"kty\":\"oct\",\"k\":\"\"}]}";
    JwkSet set = JwkSet.parse(json);
    assertThat(set.keys()).containsExactly(HALF);
    assertThat(set.isEmpty()).isFalse();
    assertThat(set.skipped())
        .extracting(JwkSet.SkippedKey::index, JwkSet.SkippedKey::problem)
        .containsExactly(tuple(0, Problem.UNSUPPORTED), tuple(2, Problem.MALFORMED));
    assertThat(set.skipped().get(0).message()).contains("kty");
    assertThat(JwkSet.parse("{\"keys\":[{}]}").isEmpty()).isTrue();
    assertThat(JwkSet.of().isEmpty()).isTrue();
    assertThat(JwkSet.of(HALF).skipped()).isEmpty();
  }

  @Test
  void publishedSetWithSecretsIsReadWithoutThem() {
    String json = JwkSet.of(PAIR, HALF, SECRET).exportJson();
    assertThat(JwkSet.parse(json).keys()).containsExactly(PAIR, HALF, SECRET);
    JwkSet published = JwkSet.parsePublished(json);
    assertThat(published.keys()).containsExactly(HALF);
    assertThat(published.skipped()).extracting(JwkSet.SkippedKey::index).containsExactly(0, 2);
    assertThat(published.skipped())
        .extracting(JwkSet.SkippedKey::problem)
        .containsOnly(Problem.INVALID);
  }

  @Test
  void publishesPublicHalvesAlone() {
    assertThat(JwkSet.parse(JwkSet.of(PAIR, HALF, SECRET).toJson()).keys())
        .containsExactly(PAIR.toPublic(), HALF);
    assertThat(Json.parse(JwkSet.of().toJson()).at("keys").items()).isEmpty();
  }

  @Test
  void namesItsKeys() {
    JwkSet set = JwkSet.of(PAIR, PublicJwk.of(HALF.publicKey()), SECRET);
    assertThat(set.kids()).containsExactly("pair", "secret");
    assertThat(set).hasToString("JwkSet[keysetId=" + set.keysetId() + ", kids=[pair, secret]]");
  }

  @Test
  void idIsThatOfThePublicKidsInAnyOrder() {
    String id = JwkSet.of(PAIR, HALF).keysetId();
    assertThat(id).hasSize(16);
    assertThat(JwkSet.of(HALF, PAIR).keysetId()).isEqualTo(id);
    assertThat(JwkSet.of(HALF, SECRET, PAIR).keysetId()).isEqualTo(id);
    assertThat(JwkSet.keysetIdOf(List.of("half", "pair"))).isEqualTo(id);
    assertThat(JwkSet.of(HALF).keysetId()).isNotEqualTo(id);
    PublicJwk nameless = PublicJwk.of(HALF.publicKey());
    assertThat(JwkSet.of(nameless).keysetId())
        .isEqualTo(JwkSet.keysetIdOf(List.of(nameless.thumbprint())));
  }

  @ParameterizedTest
  @CsvSource({"a b, ab", "ab, a b", "'', a"})
  void kidsDoNotRunIntoEachOther(String some, String others) {
    assertThat(JwkSet.keysetIdOf(List.of(some.split(" ", -1))))
        .isNotEqualTo(JwkSet.keysetIdOf(List.of(others.split(" ", -1))));
  }

  @Test
  void textOfAKeyFileIsReadWhateverItsForm() {
    JwkSet set = JwkSet.of(PAIR, SECRET);
    assertThat(KeyText.parse(" \n" + set.exportJson()).keys()).containsExactly(PAIR, SECRET);
    assertThat(KeyText.parse(" " + PAIR.exportJson() + "\n").keys()).containsExactly(PAIR);
    assertThat(KeyText.parse(Pem.encode(HALF) + Pem.exportPrivate(PAIR)).keys())
        .extracting(Jwk::thumbprint)
        .containsExactly(HALF.thumbprint(), PAIR.thumbprint());
    assertMalformed(() -> KeyText.parse("nothing of the kind"));
    assertMalformed(() -> KeyText.parse("{\"kty\":\"oct\"}"));
  }

  @Test
  void seedServesOneKeyGenerationAlone() throws Exception {
    byte[] seed = new byte[32];
    seed[0] = 7;
    assertThat(KeyFactories.fromSeed("Ed25519", seed).getPublic())
        .isEqualTo(KeyFactories.fromSeed("Ed25519", seed.clone()).getPublic())
        .isNotEqualTo(KeyFactories.fromSeed("Ed25519", new byte[32]).getPublic());
    for (int length : new int[] {31, 33}) {
      ThrowingCallable wrong = () -> KeyFactories.fromSeed("Ed25519", new byte[length]);
      assertThat(catchThrowableOfType(IllegalStateException.class, wrong)).isNotNull();
    }
  }
}
