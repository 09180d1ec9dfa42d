package signet.jose.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwa.JweEncryption;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwe.JweDecrypter;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.SecretJwk;
import signet.jose.jws.TokenLimits;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.JweForge;
import signet.testkit.forge.TokenForge;
import signet.testkit.time.FakeClock;

/** What counts as a signed token inside an encrypted one; the attacks on it stand elsewhere. */
class NestedTokenTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ForgeKey KEY = ForgeKey.generate("HS256");
  private static final byte[] SECRET = new byte[16];
  private static final String SIGNED =
      TokenForge.with(KEY).claims(Map.of("exp", NOW.getEpochSecond() + 60)).sign();

  private static JwtVerifier verifier(int maxTokenBytes) {
    Jwk secret = SecretJwk.of(SECRET).withKid("ours");
    return JwtVerifier.builder()
        .ignoreType()
        .ignoreIssuer()
        .ignoreAudience()
        .algorithms(JwsAlgorithm.HS256)
        .keys(JwkSet.parse(ForgeKey.jwks(KEY)))
        .clock(FakeClock.at(NOW))
        .limits(new TokenLimits(maxTokenBytes, 8, 100))
        .nested(
            JweDecrypter.builder()
                .keys(JwkSet.of(secret))
                .algorithms(JweAlgorithm.DIR)
                .encryptions(JweEncryption.A128GCM)
                .build())
        .build();
  }

  private static String answer(JwtVerifier verifier, String token) {
    return verifier.verify(token) instanceof Verification.Rejected rejected
        ? rejected.reason().word()
        : "verified";
  }

  private static JweForge envelope() {
    return JweForge.dir("A128GCM", SECRET).header("kid", "ours");
  }

  private static String answerToContent(String content) {
    return answer(verifier(8192), envelope().header("cty", "JWT").encrypt(content));
  }

  @Test
  void signedTokenInsideAnEncryptedOneIsVerified() {
    assertThat(answerToContent(SIGNED)).isEqualTo("verified");
    String lowerCase = envelope().header("cty", "jwt").encrypt(SIGNED);
    assertThat(answer(verifier(8192), lowerCase)).isEqualTo("verified");
    String otherContent = envelope().header("cty", "JSON").encrypt(SIGNED);
    assertThat(answer(verifier(8192), otherContent)).isEqualTo("not_nested");
    assertThat(answer(verifier(8192), envelope().encrypt(SIGNED))).isEqualTo("not_nested");
  }

  @ParameterizedTest
  @CsvSource({
    "'', not_nested",
    "a, not_nested",
    "ab, not_nested",
    "abc, not_nested",
    "a.b, not_nested",
    "a.b.c, malformed",
    "'..', malformed",
    "a.b.c.d, not_nested",
    "a.b.c.d.e, not_nested",
    "{a.b.c, not_nested",
    "a.b.{c, not_nested"
  })
  void contentOfThreePartsMayBeSigned(String content, String answer) {
    assertThat(answerToContent(content)).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource({
    "'', malformed",
    "a, malformed",
    "ab, malformed",
    "abc, malformed",
    "a.b, malformed",
    "a.b.c, not_nested",
    "'..', not_nested",
    "a.b.c.d, malformed",
    "a.b.c.d.e, malformed",
    "a.b.c.d.e.f, malformed"
  })
  void tokenOfThreePartsIsSignedAtMost(String token, String answer) {
    assertThat(answer(verifier(8192), token)).isEqualTo(answer);
  }

  @Test
  void signedTokenOfTheExactLimitIsNotNestedAndALongerOneTooLarge() {
    assertThat(answer(verifier(SIGNED.length()), SIGNED)).isEqualTo("not_nested");
    String large = "x".repeat(8192);
    assertThat(answer(verifier(8192), SIGNED + large)).isEqualTo("too_large");
  }

  @Test
  void refusalOfTheEnvelopeNamesItsKey() {
    String token = JweForge.dir("A128GCM", SECRET).header("kid", "theirs").encrypt(SIGNED);
    Verification.Rejected rejected = (Verification.Rejected) verifier(8192).verify(token);
    assertThat(rejected.reason()).hasToString("unknown_kid");
    assertThat(rejected.unverifiedKid()).contains("theirs");
  }
}
