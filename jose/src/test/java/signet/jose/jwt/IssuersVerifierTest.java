package signet.jose.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
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

  @Test
  void claimsThatAreNoObjectAreMalformedWhicheverIssuerStandsFirst() {
    Map<String, JwtVerifier> ordered = new LinkedHashMap<>();
    ordered.put(OURS, builder(OUR_KEY).issuer(OURS).build());
    ordered.put(THEIRS, builder(THEIR_KEY).issuer(THEIRS).build());
    IssuersVerifier oursFirst = IssuersVerifier.of(ordered);
    for (ForgeKey key : List.of(OUR_KEY, THEIR_KEY, THEIR_KEY.withKid("ours"))) {
      for (String claims : List.of("", "[]", "1", "{", "{\"iss\":\"a\",\"iss\":\"a\"}")) {
        TokenForge forge = TokenForge.with(key).claimsJson(claims);
        assertThat(oursFirst.verify(forge.sign()))
            .as("%s of %s", claims, key.kid())
            .extracting("reason")
            .isEqualTo(RejectReason.MALFORMED);
        assertThat(oursFirst.verify(forge.header("alg", "RS256").sign()))
            .extracting("reason")
            .isEqualTo(RejectReason.ALG_NOT_ALLOWED);
      }
    }
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
  void exceptionCarriesTheReason() {
    assertThatThrownBy(() -> verifier.verifyOrThrow(forge(OUR_KEY, "evil").sign()))
        .isInstanceOf(JwtRejectedException.class)
        .hasMessage("wrong_issuer: iss is none of the expected issuers")
        .extracting("reason")
        .isEqualTo(RejectReason.WRONG_ISSUER);
  }
}
