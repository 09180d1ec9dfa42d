package signet.jose.jws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwks.KeySource;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;
import signet.testkit.json.Json;

class JwsVerifierTest {
  private static final ForgeKey KEY = ForgeKey.generate("ES256").withKid("key");
  private static final ForgeKey OTHER = ForgeKey.generate("ES256").withKid("other");
  private static final ForgeKey SECRET = ForgeKey.generate("HS256").withKid("secret");

  private static JwkSet set(ForgeKey... keys) {
    return JwkSet.parse(ForgeKey.jwks(keys));
  }

  private static JwkSet setWithoutKids(ForgeKey... keys) {
    List<Jwk> bare = new ArrayList<>();
    for (ForgeKey key : keys) {
      bare.add(Jwk.parse(Json.parse(key.jwk()).without("kid").toString()));
    }
    return JwkSet.of(bare);
  }

  private static JwsVerifier.Builder builder(KeySource source) {
    return JwsVerifier.builder().keys(source).algorithms(JwsAlgorithm.ES256, JwsAlgorithm.HS256);
  }

  private static JwsVerifier verifier(JwkSet keys) {
    return builder(KeySource.of(keys)).build();
  }

  private static String token(ForgeKey key) {
    return TokenForge.with(key).claimsJson("{\"a\":1}").sign();
  }

  private static JwsVerification.Verified verified(JwsVerification verification) {
    assertThat(verification).isInstanceOf(JwsVerification.Verified.class);
    return (JwsVerification.Verified) verification;
  }

  private static JwsVerification.Rejected assertRefused(
      JwsVerification verification, RejectReason reason, String detail) {
    assertThat(verification).isInstanceOf(JwsVerification.Rejected.class);
    JwsVerification.Rejected rejected = (JwsVerification.Rejected) verification;
    assertThat(rejected.reason()).isEqualTo(reason);
    assertThat(rejected.detail()).contains(detail);
    return rejected;
  }

  /** A source that has other keys for whoever asks again, and notes by which kid it was asked. */
  private static final class Renewed implements KeySource {
    private final JwkSet held;
    private final @Nullable JwkSet newer;
    private final List<String> asked = new ArrayList<>();

    Renewed(JwkSet held, @Nullable JwkSet newer) {
      this.held = held;
      this.newer = newer;
    }

    @Override
    public Optional<JwkSet> current() {
      return Optional.of(held);
    }

    @Override
    public Optional<JwkSet> after(String unknownKid) {
      asked.add(unknownKid);
      return Optional.ofNullable(newer);
    }
  }

  @Test
  void isNotBuiltWithoutKeysAndAlgorithms() {
    assertThatThrownBy(() -> JwsVerifier.builder().algorithms(JwsAlgorithm.ES256).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("keys(");
    assertThatThrownBy(() -> JwsVerifier.builder().keys(set(KEY)).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("algorithms(");
    assertThatThrownBy(
            () -> builder(KeySource.of(set(KEY))).keyAlgorithm(JwsAlgorithm.RS256).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("keyAlgorithm");
  }

  @Test
  void tellsItsPolicy() {
    JwkSet keys = set(KEY);
    JwsVerifier verifier =
        JwsVerifier.builder()
            .keys(keys)
            .algorithms(JwsAlgorithm.RS256)
            .algorithms(JwsAlgorithm.ES256)
            .build();
    assertThat(verifier.algorithms()).containsExactly(JwsAlgorithm.ES256);
    assertThat(verifier.currentKeys()).containsSame(keys);
  }

  @Test
  void answersWithHeaderKeyAndPayload() {
    JwsVerification.Verified verified = verified(verifier(set(KEY)).verify(token(KEY)));
    assertThat(verified.header().kid()).contains("key");
    assertThat(verified.key().kid()).contains("key");
    assertThat(new String(verified.payload(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
  }

  @Test
  void readsTheHeaderOfAKnownTokenNoSecondTime() {
    JwsVerifier verifier = verifier(set(KEY));
    JwsHeader header = verified(verifier.verify(token(KEY))).header();
    assertThat(verified(verifier.verify(token(KEY))).header()).isSameAs(header);
  }

  @Test
  void limitCountsEveryCharacter() {
    String token = token(KEY);
    TokenLimits exact = new TokenLimits(token.length(), 8, 100);
    TokenLimits oneLess = new TokenLimits(token.length() - 1, 8, 100);
    KeySource keys = KeySource.of(set(KEY));
    verified(builder(keys).limits(exact).build().verify(token));
    assertRefused(
        builder(keys).limits(oneLess).build().verify(token), RejectReason.TOO_LARGE, "limit");
  }

  @ParameterizedTest
  @CsvSource({
    "'', three parts",
    "e30, three parts",
    "., three parts",
    "e30.e30, three parts",
    "..., three parts",
    "e30.e30.e30.e30, three parts",
    "e30.e30.e30., three parts",
    "e30.e3.e30, base64url",
    "e30.e30.e3, base64url",
    "e3.e30.e30, base64url",
    "e30.e30.e30=, base64url",
    "e30.e30.e30\u0100, base64url",
    "e30.e30.\ud83d\ude00, base64url",
    "e30.e30.e30, header",
    ".e30.e30, header",
    ".., header"
  })
  void whatIsNoTokenIsMalformed(String text, String detail) {
    JwsVerification.Rejected rejected =
        assertRefused(verifier(set(KEY)).verify(text), RejectReason.MALFORMED, detail);
    assertThat(rejected.unverifiedKid()).isEmpty();
  }

  @Test
  void saysWhichOfTheHeaderIsRefused() {
    JwsVerifier verifier = builder(KeySource.of(set(KEY))).type("JWT").build();
    TokenForge forge = TokenForge.with(KEY).header("typ", "jwt");
    verified(verifier.verify(forge.sign()));
    assertRefused(
        verifier.verify(forge.header("crit", List.of("exp")).sign()),
        RejectReason.CRITICAL_HEADER,
        "crit");
    assertRefused(
        verifier.verify(forge.header("alg", "none").unsigned()),
        RejectReason.ALG_NONE,
        "not signed");
    for (String alg : List.of("RS256", "ES257")) {
      assertRefused(
          verifier.verify(forge.header("alg", alg).sign()),
          RejectReason.ALG_NOT_ALLOWED,
          "allow-list");
    }
    assertRefused(
        verifier.verify(forge.header("typ", "at+jwt").sign()), RejectReason.WRONG_TYPE, "typ");
    assertRefused(
        verifier.verify(forge.withoutHeader("typ").sign()), RejectReason.WRONG_TYPE, "typ");
  }

  @Test
  void namesTheKidOfATokenWhoseKeyItLookedFor() {
    JwsVerifier verifier = verifier(set(KEY, SECRET));
    String wrong = TokenForge.with(KEY).signedBy(OTHER);
    assertThat(
            assertRefused(verifier.verify(wrong), RejectReason.BAD_SIGNATURE, "signature")
                .unverifiedKid())
        .contains("key");
    assertThat(
            assertRefused(
                    verifier.verify(token(KEY.withKid("no\nbody"))),
                    RejectReason.UNKNOWN_KID,
                    "answers to")
                .unverifiedKid())
        .contains("no?body");
    assertThat(
            assertRefused(
                    verifier.verify(token(KEY.withKid("secret"))),
                    RejectReason.KEY_MISMATCH,
                    "not one for")
                .unverifiedKid())
        .contains("secret");
    assertThat(
            assertRefused(
                    builder(Optional::empty).build().verify(token(KEY)),
                    RejectReason.KEYS_UNAVAILABLE,
                    "no key set")
                .unverifiedKid())
        .contains("key");
  }

  @Test
  void asksAgainForAnUnknownKidAlone() {
    Renewed source = new Renewed(set(KEY, SECRET), set(KEY, OTHER));
    JwsVerifier verifier = builder(source).build();
    verified(verifier.verify(token(KEY)));
    assertRefused(
        verifier.verify(token(KEY.withKid("secret"))), RejectReason.KEY_MISMATCH, "not one for");
    assertThat(source.asked).isEmpty();
    assertThat(verified(verifier.verify(token(OTHER))).key().kid()).contains("other");
    assertRefused(
        verifier.verify(token(KEY.withKid("nobody"))), RejectReason.UNKNOWN_KID, "answers to");
    assertThat(source.asked).containsExactly("other", "nobody");
    assertRefused(
        verifier.verify(TokenForge.with(OTHER).signedBy(KEY)),
        RejectReason.BAD_SIGNATURE,
        "signature");
  }

  @Test
  void newerKeysHaveTheLastWord() {
    String token = token(KEY.withKid("late"));
    assertRefused(
        builder(new Renewed(set(OTHER), null)).build().verify(token),
        RejectReason.KEYS_UNAVAILABLE,
        "no key set");
    assertRefused(
        builder(new Renewed(set(OTHER), set(SECRET.withKid("late")))).build().verify(token),
        RejectReason.KEY_MISMATCH,
        "not one for");
  }

  @Test
  void tokenWithoutKidIsForTheOnlyKeyOfItsAlgorithm() {
    String token = TokenForge.with(KEY).withoutHeader("kid").sign();
    Renewed two = new Renewed(set(KEY, OTHER), set(KEY));
    verified(verifier(set(KEY, SECRET)).verify(token));
    verified(verifier(setWithoutKids(SECRET, KEY)).verify(token));
    assertRefused(builder(two).build().verify(token), RejectReason.KEY_MISMATCH, "not one for");
    assertRefused(verifier(set(SECRET)).verify(token), RejectReason.KEY_MISMATCH, "not one for");
    assertRefused(
        builder(new Renewed(JwkSet.of(List.of()), set(KEY))).build().verify(token),
        RejectReason.UNKNOWN_KID,
        "answers to");
    assertThat(two.asked).isEmpty();
  }

  @Test
  void keyWithoutKidAnswersToAnyThatNoOtherHas() {
    verified(verifier(setWithoutKids(KEY)).verify(token(KEY)));
    assertRefused(
        verifier(setWithoutKids(KEY, OTHER)).verify(token(KEY)),
        RejectReason.UNKNOWN_KID,
        "answers to");
    assertRefused(
        verifier(setWithoutKids(SECRET)).verify(token(KEY)),
        RejectReason.KEY_MISMATCH,
        "not one for");
    JwkSet mixed = JwkSet.of(setWithoutKids(KEY).keys().get(0), set(SECRET).keys().get(0));
    verified(verifier(mixed).verify(token(KEY)));
    assertRefused(
        verifier(mixed).verify(token(KEY.withKid("secret"))),
        RejectReason.KEY_MISMATCH,
        "not one for");
    assertRefused(
        verifier(mixed).verify(token(ForgeKey.generate("HS256").withKid("nobody"))),
        RejectReason.UNKNOWN_KID,
        "answers to");
  }

  @Test
  void keyThatMayNotVerifyIsKnownAndUnfit() {
    Json jwk = Json.parse(KEY.jwk());
    for (Json unfit :
        List.of(
            jwk.with("use", "enc"),
            jwk.with("key_ops", List.of("sign")),
            jwk.with("alg", "ECDH-ES"))) {
      JwsVerifier verifier = verifier(JwkSet.of(Jwk.parse(unfit.toString())));
      assertRefused(verifier.verify(token(KEY)), RejectReason.KEY_MISMATCH, "not one for");
    }
  }

  @Test
  void twoKeysOfOneKidAreToldApartByTheirAlgorithm() {
    JwsVerifier verifier = verifier(set(KEY, SECRET.withKid("key")));
    verified(verifier.verify(token(KEY)));
    verified(verifier.verify(token(SECRET.withKid("key"))));
    assertRefused(
        verifier(set(KEY, OTHER.withKid("key"))).verify(token(KEY)),
        RejectReason.KEY_MISMATCH,
        "not one for");
  }

  @Test
  void preparedKeyIsTakenOverByTheNextSet() {
    List<JwkSet> current = new ArrayList<>(List.of(set(KEY)));
    JwsVerifier verifier = builder(() -> Optional.of(current.get(0))).build();
    VerificationKey first = verified(verifier.verify(token(KEY))).key();
    current.set(0, set(OTHER, KEY));
    assertThat(verified(verifier.verify(token(KEY))).key()).isSameAs(first);
    assertThat(verified(verifier.verify(token(OTHER))).key().kid()).contains("other");
    current.set(0, set(OTHER.withKid("key")));
    assertRefused(verifier.verify(token(KEY)), RejectReason.BAD_SIGNATURE, "signature");
  }
}
