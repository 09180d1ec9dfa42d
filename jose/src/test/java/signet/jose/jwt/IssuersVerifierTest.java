package signet.jose.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwa.JweEncryption;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwe.JweDecrypter;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.SecretJwk;
import signet.jose.jwks.KeySource;
import signet.jose.jws.TokenLimits;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;
import signet.testkit.time.FakeClock;

class IssuersVerifierTest {
  private static final String OURS = "https://ours.example";
  private static final String THEIRS = "https://theirs.example";
  private static final ForgeKey OUR_KEY = ForgeKey.generate("HS256").withKid("ours");
  private static final ForgeKey THEIR_KEY = ForgeKey.generate("HS256").withKid("theirs");
  private static final FakeClock CLOCK = FakeClock.at("2026-01-01T00:00:00Z");

  private final IssuersVerifier verifier =
      IssuersVerifier.of(
          Map.of(
              OURS, builder(OUR_KEY).issuer(OURS).build(),
              THEIRS, builder(THEIR_KEY).issuer(THEIRS).build()));

  private static JwtVerifier.Builder builder(ForgeKey key) {
    return JwtVerifier.builder()
        .ignoreType()
        .ignoreAudience()
        .algorithms(JwsAlgorithm.HS256)
        .keys(JwkSet.parse(ForgeKey.jwks(key)))
        .clock(CLOCK);
  }

  private static TokenForge forge(ForgeKey key, Object issuer) {
    long exp = CLOCK.instant().getEpochSecond() + 60;
    return TokenForge.with(key).claims(Map.of("iss", issuer, "exp", exp));
  }

  private void assertRefused(String token, RejectReason reason) {
    assertThat(verifier.verify(token)).extracting("reason").isEqualTo(reason);
  }

  @Test
  void issuerPicksKeysAndPolicy() throws JwtRejectedException {
    assertThat(verifier.verifyOrThrow(forge(OUR_KEY, OURS).sign()).issuer()).contains(OURS);
    assertThat(verifier.verifyOrThrow(forge(THEIR_KEY, THEIRS).sign()).issuer()).contains(THEIRS);
    assertRefused(forge(THEIR_KEY, OURS).sign(), RejectReason.UNKNOWN_KID);
    assertRefused(forge(THEIR_KEY.withKid("ours"), OURS).sign(), RejectReason.BAD_SIGNATURE);
  }

  @Test
  void unknownIssuerIsRefusedWhateverItsKey() {
    assertRefused(forge(OUR_KEY, "https://evil.example").sign(), RejectReason.WRONG_ISSUER);
    assertRefused(forge(THEIR_KEY, "https://evil.example").sign(), RejectReason.WRONG_ISSUER);
    assertRefused(forge(OUR_KEY, List.of(OURS)).sign(), RejectReason.WRONG_ISSUER);
    assertRefused(TokenForge.with(OUR_KEY).claimsJson("{}").sign(), RejectReason.WRONG_ISSUER);
  }

  @Test
  void checksBeforeTheKeyHaveTheirSayFirst() {
    TokenForge evil = forge(OUR_KEY, "https://evil.example");
    assertRefused(evil.header("alg", "RS256").sign(), RejectReason.ALG_NOT_ALLOWED);
    assertRefused(evil.header("crit", List.of("x")).sign(), RejectReason.CRITICAL_HEADER);
    for (String malformed : List.of("", "e30", ".e30", "e30.e30", ".e30.", "a.b.c", "e30.e3.e30")) {
      assertRefused(malformed, RejectReason.MALFORMED);
    }
    assertRefused("x".repeat(9000), RejectReason.TOO_LARGE);
  }

  /** Our verifier and theirs side by side, either of them first. */
  private static List<IssuersVerifier> inBothOrders(
      JwtVerifier.Builder ours, JwtVerifier.Builder theirs) {
    Map<String, JwtVerifier> oursFirst = new LinkedHashMap<>();
    oursFirst.put(OURS, ours.issuer(OURS).build());
    oursFirst.put(THEIRS, theirs.issuer(THEIRS).build());
    Map<String, JwtVerifier> theirsFirst = new LinkedHashMap<>();
    theirsFirst.put(THEIRS, oursFirst.get(THEIRS));
    theirsFirst.put(OURS, oursFirst.get(OURS));
    return List.of(IssuersVerifier.of(oursFirst), IssuersVerifier.of(theirsFirst));
  }

  private static void assertAnswer(List<IssuersVerifier> orders, String token, String answer) {
    for (IssuersVerifier verifier : orders) {
      Verification verification = verifier.verify(token);
      assertThat(
              verification instanceof Verification.Rejected rejected
                  ? rejected.reason().word()
                  : "verified")
          .as("order %s", orders.indexOf(verifier))
          .isEqualTo(answer);
    }
  }

  @Test
  void claimsThatAreNoObjectAreMalformedWhicheverIssuerStandsFirst() {
    List<IssuersVerifier> orders = inBothOrders(builder(OUR_KEY), builder(THEIR_KEY));
    for (ForgeKey key : List.of(OUR_KEY, THEIR_KEY, THEIR_KEY.withKid("ours"))) {
      for (String claims : List.of("", "[]", "1", "{", "{\"iss\":\"a\",\"iss\":\"a\"}")) {
        TokenForge forge = TokenForge.with(key).claimsJson(claims);
        assertAnswer(orders, forge.sign(), "malformed");
        assertAnswer(orders, forge.header("alg", "RS256").sign(), "alg_not_allowed");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HS256, at+jwt, wrong_issuer",
    "HS512, JWT, wrong_issuer",
    "HS256, JWT, wrong_type",
    "HS512, at+jwt, wrong_type",
    "HS256, x, wrong_type",
    "HS384, at+jwt, alg_not_allowed",
    "ES256, x, alg_not_allowed",
    "none, at+jwt, alg_none"
  })
  void policyThatTakesAStrangerFurthestGivesTheReason(String alg, String type, String reason) {
    List<IssuersVerifier> orders =
        inBothOrders(
            typed("at+jwt", JwsAlgorithm.HS256, OUR_KEY),
            typed("JWT", JwsAlgorithm.HS512, THEIR_KEY));
    for (ForgeKey key : List.of(OUR_KEY, THEIR_KEY)) {
      TokenForge evil = forge(key, "evil").header("alg", alg).header("typ", type);
      assertAnswer(orders, evil.sign(), reason);
      assertAnswer(orders, evil.header("crit", List.of("x")).sign(), "critical_header");
    }
  }

  private static JwtVerifier.Builder typed(String type, JwsAlgorithm algorithm, ForgeKey key) {
    return JwtVerifier.builder()
        .type(type)
        .ignoreAudience()
        .algorithms(algorithm)
        .keys(JwkSet.parse(ForgeKey.jwks(key)))
        .clock(CLOCK);
  }

  @Test
  void largestLimitsHoldUntilTheIssuerIsKnown() {
    List<IssuersVerifier> orders =
        inBothOrders(
            builder(OUR_KEY).limits(new TokenLimits(1000, 5, 4)),
            builder(THEIR_KEY).limits(new TokenLimits(10_000, 3, 6)));
    String large = "x".repeat(7000);
    assertAnswer(orders, with(THEIR_KEY, THEIRS, large), "verified");
    assertAnswer(orders, with(OUR_KEY, OURS, large), "too_large");
    assertAnswer(orders, with(OUR_KEY, "evil", large), "wrong_issuer");
    assertAnswer(orders, with(THEIR_KEY, THEIRS, large + large), "too_large");
    assertAnswer(orders, with(THEIR_KEY, "evil", large + large), "too_large");
    List<?> deep = List.of(List.of(List.of(List.of())));
    assertAnswer(orders, with(OUR_KEY, OURS, deep), "verified");
    assertAnswer(orders, with(THEIR_KEY, THEIRS, deep), "malformed");
    assertAnswer(orders, with(THEIR_KEY, "evil", deep), "wrong_issuer");
    assertAnswer(orders, with(OUR_KEY, OURS, List.of(deep)), "malformed");
    assertAnswer(orders, with(OUR_KEY, "evil", List.of(deep)), "malformed");
    assertAnswer(orders, with(THEIR_KEY, THEIRS, 1, 2, 3, 4), "verified");
    assertAnswer(orders, with(OUR_KEY, OURS, 1, 2, 3, 4), "malformed");
    assertAnswer(orders, with(OUR_KEY, "evil", 1, 2, 3, 4), "wrong_issuer");
    assertAnswer(orders, with(THEIR_KEY, "evil", 1, 2, 3, 4, 5), "malformed");
  }

  /** A token with claims besides {@code iss} and {@code exp}. */
  private static String with(ForgeKey key, String issuer, Object... values) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuer);
    claims.put("exp", CLOCK.instant().getEpochSecond() + 60);
    for (int i = 0; i < values.length; i++) {
      claims.put("x" + i, values[i]);
    }
    return TokenForge.with(key).claims(claims).sign();
  }

  @Test
  void strangersTokenAsksForNoKeys() {
    List<String> asked = new ArrayList<>();
    List<IssuersVerifier> orders =
        inBothOrders(
            builder(OUR_KEY).keys(counted(asked)), builder(THEIR_KEY).keys(counted(asked)));
    assertAnswer(orders, forge(OUR_KEY, "evil").sign(), "wrong_issuer");
    assertAnswer(orders, TokenForge.with(OUR_KEY).claimsJson("1").sign(), "malformed");
    assertThat(asked).isEmpty();
    assertAnswer(orders, forge(OUR_KEY, OURS).sign(), "keys_unavailable");
    assertThat(asked).containsExactly("asked", "asked");
  }

  private static KeySource counted(List<String> asked) {
    return () -> {
      asked.add("asked");
      return Optional.empty();
    };
  }

  @Test
  void tokenOfTheExactLimitIsRead() throws JwtRejectedException {
    TokenForge forge = forge(OUR_KEY, OURS);
    // Three bytes of padding in the header make four characters of the token.
    int missing = 8192 - forge.header("x", "").sign().length();
    for (int padding = missing / 4 * 3; ; padding++) {
      String token = forge.header("x", "y".repeat(padding)).sign();
      if (token.length() >= 8192) {
        assertThat(token).hasSize(8192);
        assertThat(verifier.verifyOrThrow(token).issuer()).contains(OURS);
        return;
      }
    }
  }

  @Test
  void everyVerifierRequiresTheIssuerThatItStandsFor() {
    assertThatThrownBy(() -> IssuersVerifier.of(Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    for (JwtVerifier wrong :
        List.of(
            builder(OUR_KEY).ignoreIssuer().build(),
            builder(OUR_KEY).issuer(THEIRS).build(),
            builder(OUR_KEY).issuer(OURS).issuer(THEIRS).build())) {
      assertThatThrownBy(() -> IssuersVerifier.of(Map.of(OURS, wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(OURS);
    }
  }

  @Test
  void nestedTokensHideTheirIssuer() {
    JweDecrypter decrypter =
        JweDecrypter.builder()
            .keys(JwkSet.of(SecretJwk.of(new byte[16])))
            .algorithms(JweAlgorithm.A128KW)
            .encryptions(JweEncryption.A128GCM)
            .build();
    JwtVerifier nested = builder(OUR_KEY).issuer(OURS).nested(decrypter).build();
    assertThatThrownBy(() -> IssuersVerifier.of(Map.of(OURS, nested)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nested");
  }

  @Test
  void exceptionCarriesTheReason() {
    JwtRejectedException refused =
        catchThrowableOfType(
            JwtRejectedException.class,
            () -> verifier.verifyOrThrow(forge(OUR_KEY, "evil").sign()));
    assertThat(refused).hasMessage("wrong_issuer: iss is none of the expected issuers");
    assertThat(refused.reason()).isEqualTo(RejectReason.WRONG_ISSUER);
  }
}
