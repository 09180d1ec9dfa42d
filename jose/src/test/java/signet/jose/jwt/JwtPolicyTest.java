package signet.jose.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jws.TokenLimits;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;
import signet.testkit.json.Json;
import signet.testkit.time.FakeClock;

/** Where each expectation of a verifier ends. */
class JwtPolicyTest {
  private static final ForgeKey KEY = ForgeKey.generate("HS256");
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final FakeClock CLOCK = FakeClock.at(START);
  private static final long NOW = START.getEpochSecond();

  private static JwtVerifier.Builder lax() {
    return JwtVerifier.builder()
        .ignoreType()
        .ignoreIssuer()
        .ignoreAudience()
        .algorithms(JwsAlgorithm.HS256)
        .keys(JwkSet.parse(ForgeKey.jwks(KEY)))
        .clock(CLOCK);
  }

  private static JwtVerifier.Builder strict() {
    return JwtVerifier.builder()
        .type("JWT")
        .algorithms(JwsAlgorithm.HS256)
        .keys(JwkSet.parse(ForgeKey.jwks(KEY)))
        .clock(CLOCK);
  }

  private static String token(Object... namesAndValues) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("exp", NOW + 600);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      claims.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return TokenForge.with(KEY).header("typ", "JWT").claims(claims).sign();
  }

  /** The word of the reason; where it has none, that the token holds. */
  private static String answer(JwtVerifier verifier, String token) {
    return verifier.verify(token) instanceof Verification.Rejected rejected
        ? rejected.reason().word()
        : "verified";
  }

  @ParameterizedTest
  @CsvSource({
    "0, exp, 0, expired",
    "0, exp, 1, verified",
    "30, exp, -30, expired",
    "30, exp, -29, verified",
    "60, exp, -60, expired",
    "60, exp, -59, verified",
    "0, nbf, 0, verified",
    "0, nbf, 1, not_yet_valid",
    "30, nbf, 30, verified",
    "30, nbf, 31, not_yet_valid",
    "0, iat, 0, verified",
    "0, iat, 1, issued_in_future",
    "30, iat, 30, verified",
    "30, iat, 31, issued_in_future"
  })
  void skewMovesEveryDate(int skew, String claim, int fromNow, String answer) {
    JwtVerifier verifier = lax().clockSkew(Duration.ofSeconds(skew)).build();
    assertThat(answer(verifier, token(claim, NOW + fromNow))).isEqualTo(answer);
  }

  @Test
  void skewLiesBetweenNothingAndAMinute() {
    JwtVerifier.Builder builder = lax();
    assertThat(builder.clockSkew(Duration.ZERO).clockSkew(Duration.ofSeconds(60)))
        .isSameAs(builder);
    for (Duration wrong : List.of(Duration.ofNanos(-1), Duration.ofSeconds(60, 1))) {
      assertThatThrownBy(() -> builder.clockSkew(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void ageCountsFromIat() {
    JwtVerifier verifier = lax().maxAge(Duration.ofMinutes(5)).build();
    assertThat(answer(verifier, token("iat", NOW - 330))).isEqualTo("verified");
    assertThat(answer(verifier, token("iat", NOW - 331))).isEqualTo("too_old");
    assertThat(answer(verifier, token())).isEqualTo("missing_claim");
    assertThat(answer(lax().build(), token("iat", 0))).isEqualTo("verified");
  }

  @Test
  void lifetimeCountsFromIatToExp() {
    JwtVerifier verifier = lax().maxLifetime(Duration.ofMinutes(15)).build();
    assertThat(answer(verifier, token("iat", NOW - 300))).isEqualTo("verified");
    assertThat(answer(verifier, token("iat", NOW - 301))).isEqualTo("lifetime_too_long");
    assertThat(answer(verifier, token())).isEqualTo("missing_claim");
  }

  @Test
  void oneOfTheIssuersHasToBeIt() {
    JwtVerifier verifier = strict().issuer("a").issuer("b").ignoreAudience().build();
    assertThat(answer(verifier, token("iss", "a"))).isEqualTo("verified");
    assertThat(answer(verifier, token("iss", "b"))).isEqualTo("verified");
    assertThat(answer(verifier, token("iss", "c"))).isEqualTo("wrong_issuer");
    assertThat(answer(verifier, token())).isEqualTo("wrong_issuer");
  }

  @Test
  void oneOfTheAudiencesHasToBeThere() {
    JwtVerifier verifier = strict().ignoreIssuer().audience("a").audience("b").build();
    for (Object audience : List.of("a", "b", List.of("x", "b"), List.of("a"))) {
      assertThat(answer(verifier, token("aud", audience))).isEqualTo("verified");
    }
    for (Object audience : List.of("c", "ab", List.of("x", "y"))) {
      assertThat(answer(verifier, token("aud", audience))).isEqualTo("wrong_audience");
    }
    assertThat(answer(verifier, token())).isEqualTo("wrong_audience");
    for (Object audience : List.of(7, List.of(), List.of("a", 7))) {
      assertThat(answer(verifier, token("aud", audience))).isEqualTo("bad_claim");
    }
  }

  @Test
  void ignoringIsSaidForEachExpectation() {
    assertThatThrownBy(() -> strict().ignoreIssuer().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("say what is expected: audience(…) or ignoreAudience()");
    assertThatThrownBy(() -> strict().ignoreAudience().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("say what is expected: issuer(…) or ignoreIssuer()");
    assertThatThrownBy(() -> JwtVerifier.builder().ignoreIssuer().audience("a").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("say what is expected: type(…) or ignoreType()");
    assertThat(answer(lax().build(), token("iss", "any", "aud", "any"))).isEqualTo("verified");
  }

  @Test
  void claimsAreOfTheirKindAndPresentWhereRequired() {
    JwtVerifier verifier =
        lax().requireClaims("any").stringClaims("text").objectClaims("object").build();
    assertThat(answer(verifier, token("any", 7))).isEqualTo("verified");
    assertThat(answer(verifier, token("any", Map.of(), "text", "x", "object", Map.of())))
        .isEqualTo("verified");
    assertThat(answer(verifier, token())).isEqualTo("missing_claim");
    assertThat(answer(verifier, token("any", 7, "text", 7))).isEqualTo("bad_claim");
    assertThat(answer(verifier, token("any", 7, "object", "x"))).isEqualTo("bad_claim");
    assertThat(answer(verifier, token("any", 7, "sub", 7))).isEqualTo("bad_claim");
    assertThat(answer(verifier, token("any", 7, "jti", List.of()))).isEqualTo("bad_claim");
    // A wrong type comes before an absence, whichever stands first in the rules.
    assertThat(answer(verifier, token("object", "x"))).isEqualTo("bad_claim");
  }

  @Test
  void orderOfClaimsDoesNotMatter() {
    JwtVerifier verifier = strict().issuer("i").audience("a").requireClaims("x").build();
    String one = token("iss", "i", "aud", "a", "x", 1);
    String other = token("x", 1, "aud", "a", "iss", "i");
    String wrong = token("aud", "i", "x", 1, "iss", "a");
    for (int i = 0; i < 3; i++) {
      assertThat(answer(verifier, one)).isEqualTo("verified");
      assertThat(answer(verifier, other)).isEqualTo("verified");
      assertThat(answer(verifier, wrong)).isEqualTo("wrong_issuer");
      assertThat(answer(verifier, token())).isEqualTo("missing_claim");
    }
  }

  @Test
  void claimThatStandsFirstCountsAsOthersDo() {
    JwtVerifier any = lax().requireClaims("x").objectClaims("o").build();
    assertThat(answer(any, tokenWithFirst("x", 1))).isEqualTo("verified");
    assertThat(answer(any, tokenWithFirst("o", 7))).isEqualTo("bad_claim");
    assertThat(answer(any, tokenWithFirst("sub", 7))).isEqualTo("bad_claim");
    assertThat(answer(any, tokenWithFirst("aud", 7))).isEqualTo("bad_claim");
    assertThat(answer(any, tokenWithFirst("nbf", "x"))).isEqualTo("bad_claim");
    assertThat(answer(any, tokenWithFirst("o", Map.of()))).isEqualTo("missing_claim");
    JwtVerifier ours = strict().issuer("i").audience("a").build();
    assertThat(answer(ours, tokenWithFirst("iss", "i", "aud", "a"))).isEqualTo("verified");
    assertThat(answer(ours, tokenWithFirst("aud", "a", "iss", "i"))).isEqualTo("verified");
  }

  /** A token whose claims begin with these; {@code exp} comes last. */
  private static String tokenWithFirst(Object... namesAndValues) {
    Map<String, Object> claims = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      claims.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    claims.put("exp", NOW + 600);
    return TokenForge.with(KEY).header("typ", "JWT").claims(claims).sign();
  }

  @Test
  void limitsHoldForHeaderAndClaims() {
    String token = token("a", Map.of("b", Map.of()), "c", 1);
    assertThat(answer(lax().limits(new TokenLimits(8192, 3, 3)).build(), token))
        .isEqualTo("verified");
    assertThat(answer(lax().limits(new TokenLimits(8192, 2, 3)).build(), token))
        .isEqualTo("malformed");
    assertThat(answer(lax().limits(new TokenLimits(8192, 3, 2)).build(), token))
        .isEqualTo("malformed");
    assertThat(answer(lax().limits(new TokenLimits(token.length() - 1, 3, 3)).build(), token))
        .isEqualTo("too_large");
  }

  @Test
  void configurationSaysWhatAKeyOfSeveralAlgorithmsIsFor() {
    ForgeKey secret = ForgeKey.generate("HS512");
    Jwk bare = Jwk.parse(Json.of(secret.jwkMembers()).without("alg").toString());
    JwtVerifier.Builder builder =
        lax().algorithms(JwsAlgorithm.HS256, JwsAlgorithm.HS512).keys(JwkSet.of(bare));
    String token = TokenForge.with(secret).claims(Map.of("exp", NOW + 60)).sign();
    assertThat(answer(builder.build(), token)).isEqualTo("key_mismatch");
    assertThat(answer(builder.keyAlgorithm(JwsAlgorithm.HS512).build(), token))
        .isEqualTo("verified");
  }

  @Test
  void everyCheckHasItsSayAndRevocationTheLast() {
    List<String> asked = new ArrayList<>();
    JwtVerifier verifier =
        lax()
            .check(jwt -> asked.add("first"))
            .check(jwt -> asked.add("second") && jwt.claims().string("no").isEmpty())
            .revocation(
                jwt -> {
                  asked.add("revocation");
                  return jwt.jwtId().map(id -> RejectReason.REVOKED);
                })
            .build();
    assertThat(answer(verifier, token())).isEqualTo("verified");
    assertThat(answer(verifier, token("no", "x"))).isEqualTo("custom_check");
    assertThat(answer(verifier, token("jti", "x"))).isEqualTo("revoked");
    assertThat(asked)
        .containsExactly(
            "first", "second", "revocation", "first", "second", "first", "second", "revocation");
  }

  @Test
  void presetIsThatOfRfc9068() {
    JwtVerifier verifier =
        JwtVerifier.accessToken("i", "a").keys(JwkSet.parse(ForgeKey.jwks(KEY))).build();
    assertThat(verifier.algorithms())
        .containsExactlyInAnyOrder(JwsAlgorithm.RS256, JwsAlgorithm.ES256, JwsAlgorithm.ED25519);
    assertThat(verifier.requiresIssuer("i")).isTrue();
    assertThat(verifier.requiresIssuer("a")).isFalse();
    for (String name : List.of("client_id", "scope", "sid")) {
      JwtVerifier hmac =
          JwtVerifier.accessToken("i", "a")
              .algorithms(JwsAlgorithm.HS256)
              .keys(JwkSet.parse(ForgeKey.jwks(KEY)))
              .clock(CLOCK)
              .build();
      String token =
          TokenForge.with(KEY)
              .header("typ", "at+jwt")
              .claims(Map.of("exp", NOW + 60, name, 7))
              .sign();
      assertThat(answer(hmac, token)).isEqualTo("bad_claim");
    }
  }

  @Test
  void verifiedTokenShowsItsClaims() throws JwtRejectedException {
    VerifiedJwt jwt =
        lax()
            .build()
            .verifyOrThrow(
                token(
                    "iss",
                    "i",
                    "sub",
                    "s",
                    "jti",
                    "j",
                    "client_id",
                    "c",
                    "sid",
                    "d",
                    "scope",
                    " read  write ",
                    "roles",
                    List.of("clerk")));
    assertThat(jwt.algorithm()).isEqualTo(JwsAlgorithm.HS256);
    assertThat(jwt.kid()).contains(KEY.kid());
    assertThat(jwt.keyThumbprint()).isEqualTo(KEY.kid());
    assertThat(jwt.key().algorithm()).isEqualTo(JwsAlgorithm.HS256);
    assertThat(jwt.type()).contains("JWT");
    assertThat(jwt.isType("jwt")).isTrue();
    assertThat(jwt.isType("at+jwt")).isFalse();
    assertThat(jwt.issuer()).contains("i");
    assertThat(jwt.subject()).contains("s");
    assertThat(jwt.jwtId()).contains("j");
    assertThat(jwt.clientId()).contains("c");
    assertThat(jwt.sessionId()).contains("d");
    assertThat(jwt.scopes()).containsExactly("read", "write");
    assertThat(jwt.roles()).containsExactly("clerk");
    assertThat(jwt.expiresAt()).isEqualTo(Instant.ofEpochSecond(NOW + 600));
    assertThat(jwt)
        .hasToString(
            "VerifiedJwt[HS256, JwtClaims[exp, iss, sub, jti, client_id, sid, scope, roles]]");
  }

  @Test
  void verifiedTokenHasNothingThatIsAbsent() throws JwtRejectedException {
    VerifiedJwt jwt = lax().build().verifyOrThrow(token());
    assertThat(List.of(jwt.issuer(), jwt.subject(), jwt.jwtId(), jwt.clientId(), jwt.sessionId()))
        .allMatch(Optional::isEmpty);
    assertThat(jwt.scopes()).isEmpty();
    assertThat(jwt.roles()).isEmpty();
  }

  @Test
  void claimsAreRefusedForReasonsOfClaimsAlone() {
    assertThatThrownBy(() -> ClaimRejections.of(RejectReason.BAD_SIGNATURE))
        .isInstanceOf(IllegalStateException.class);
  }
}
