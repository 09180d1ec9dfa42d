package signet.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.cli.explain.Explaining.NOW;
import static signet.cli.explain.Explaining.claims;
import static signet.cli.explain.Explaining.token;
import static signet.cli.explain.Explaining.with;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signet.bearer.RoutePolicy;
import signet.cli.explain.Check.Outcome;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

final class ChecksTest {
  private static final ForgeKey KEY = ForgeKey.generate("ES256").withKid("k1");
  private static final List<String> ALL =
      List.of(
          "request",
          "form",
          "crit",
          "alg",
          "typ",
          "key",
          "signature",
          "claims",
          "iss",
          "aud",
          "exp",
          "nbf",
          "iat",
          "age",
          "revocation",
          "proof",
          "scope");

  private static Explaining service() {
    return Explaining.with(KEY);
  }

  private static Check check(Diagnosis diagnosis, String name) {
    return diagnosis.checks().stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String detail(Diagnosis diagnosis, String name) {
    return check(diagnosis, name).detail();
  }

  private static Map<String, Outcome> outcomes(Diagnosis diagnosis) {
    return diagnosis.checks().stream().collect(Collectors.toMap(Check::name, Check::outcome));
  }

  @Test
  void standInTheVerifiersOrder() {
    Diagnosis diagnosis = service().of(token(KEY).sign());

    assertThat(diagnosis.checks()).extracting(Check::name).containsExactlyElementsOf(ALL);
    assertThat(outcomes(diagnosis))
        .allSatisfy(
            (name, outcome) ->
                assertThat(outcome)
                    .as(name)
                    .isEqualTo(
                        List.of("nbf", "age", "revocation", "proof", "scope").contains(name)
                            ? Outcome.NOT_ASKED
                            : Outcome.PASSED));
  }

  @Test
  void whatNobodyAskedForIsToldFromWhatPassed() {
    Map<String, Object> claims = with("nbf", NOW.getEpochSecond());
    claims.put("scope", "orders:read");
    Diagnosis all =
        service()
            .scopes("orders:read")
            .revocation(jwt -> Optional.empty(), Optional.empty())
            .of(token(KEY, claims).sign());
    Diagnosis none = service().anyType().of(TokenForge.with(KEY).claims(claims()).sign());

    assertThat(outcomes(all))
        .containsEntry("nbf", Outcome.PASSED)
        .containsEntry("revocation", Outcome.PASSED)
        .containsEntry("scope", Outcome.PASSED)
        .containsEntry("proof", Outcome.NOT_ASKED);
    assertThat(outcomes(none)).containsEntry("typ", Outcome.NOT_ASKED);
  }

  @ParameterizedTest
  @CsvSource({"iss, https://x.test", "aud, billing", "exp, 1", "nbf, 4000000000"})
  void afterTheOneThatFailedNoneIsReached(String claim, String value) {
    Object odd = value.matches("\\d+") ? Long.valueOf(value) : value;
    Diagnosis diagnosis = service().of(token(KEY, with(claim, odd)).sign());

    int at = ALL.indexOf(claim);
    assertThat(diagnosis.checks().subList(0, at))
        .extracting(Check::outcome)
        .doesNotContain(Outcome.FAILED, Outcome.NOT_REACHED);
    assertThat(diagnosis.checks().get(at).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(diagnosis.checks().subList(at + 1, ALL.size()))
        .extracting(Check::outcome)
        .containsOnly(Outcome.NOT_REACHED);
  }

  @Test
  void ageIsShownAndFailsOnlyWhereItIsAskedFor() {
    String token = token(KEY).sign();

    assertThat(detail(service().of(token), "age")).isEqualTo("lives 15 min");
    Diagnosis tooOld = service().policy(policy -> policy.maxAge(Duration.ofSeconds(1))).of(token);
    assertThat(tooOld.verdict().reason()).contains(RejectReason.TOO_OLD);
    assertThat(check(tooOld, "age")).isEqualTo(new Check("age", Outcome.FAILED, "lives 15 min"));
    Diagnosis noExp = service().of(token(KEY, Explaining.without("exp")).sign());
    assertThat(detail(noExp, "age")).isEqualTo("unknown");
  }

  @Test
  void aScopeOrARoleFailsAsScope() {
    Diagnosis scope = service().scopes("a", "b").of(token(KEY, with("scope", "a")).sign());
    Diagnosis role =
        service()
            .route(RoutePolicy.token().allRoles("clerk"))
            .of(token(KEY, with("scope", "a")).sign());

    assertThat(check(scope, "scope"))
        .isEqualTo(new Check("scope", Outcome.FAILED, "a, asked for: a b"));
    assertThat(outcomes(scope)).containsEntry("age", Outcome.NOT_ASKED).doesNotContainKey("custom");
    assertThat(check(role, "scope")).isEqualTo(new Check("scope", Outcome.FAILED, "a"));
    assertThat(detail(service().of(token(KEY).sign()), "scope")).isEqualTo("absent");
  }

  @Test
  void formCountsPartsAndCharacters() {
    String token = token(KEY).sign();

    assertThat(detail(service().of(token), "form"))
        .isEqualTo("3 parts, " + token.length() + " characters");
    assertThat(detail(service().of("x"), "form")).isEqualTo("1 part, 1 character");
    assertThat(detail(service().of(token), "signature")).isEqualTo("64 bytes");
    assertThat(detail(service().of("x"), "signature")).isEqualTo("none");
    assertThat(detail(service().of(token(KEY).signedWith(new byte[1])), "signature"))
        .isEqualTo("1 byte");
  }

  @Test
  void requestSaysWhatWasPasted() {
    String token = token(KEY).sign();
    String header = "Authorization: Bearer " + token;

    assertThat(request(token)).isEqualTo("a token by itself");
    assertThat(request(header)).isEqualTo("headers, of Authorization 1");
    assertThat(request(header + "\n" + header)).isEqualTo("headers, of Authorization 2");
    assertThat(request("https://orders.test/?access_token=" + token)).isEqualTo("a URL");
    assertThat(request("curl -H '" + header + "' https://orders.test")).isEqualTo("a curl command");
  }

  private static String request(String pasted) {
    return detail(service().of(Presented.parse(pasted)), "request");
  }

  @Test
  void headerMembersAreShownShort() {
    Diagnosis diagnosis =
        service().of(TokenForge.with(KEY).header("typ", "x".repeat(65)).claims(claims()).sign());

    assertThat(detail(diagnosis, "typ")).startsWith("x".repeat(64) + "…");
    assertThat(detail(service().of(token(KEY).withoutHeader("typ").sign()), "typ"))
        .isEqualTo("absent, expected at+jwt");
    assertThat(detail(service().of(token(KEY).header("typ", "x".repeat(64)).sign()), "typ"))
        .startsWith("x".repeat(64) + ", expected");
    assertThat(detail(service().of(token(KEY).sign()), "alg")).isEqualTo("ES256, accepted: ES256");
  }

  @Test
  void whatDiffersLittleIsMarked() {
    Diagnosis near = service().of(token(KEY, with("iss", "https://auth.example/")).sign());
    Diagnosis other = service().of(token(KEY, with("iss", "https://x.test")).sign());

    assertThat(detail(near, "iss").lines())
        .containsExactly(
            "",
            "is       https://auth.example/",
            "expected https://auth.example",
            "         " + " ".repeat("https://auth.example".length()) + "^");
    assertThat(detail(other, "iss")).isEqualTo("https://x.test, expected https://auth.example");
    assertThat(detail(service().of(token(KEY).sign()), "iss")).isEqualTo("https://auth.example");
  }

  @Test
  void whatIsNoTextIsToldFromWhatIsAbsent() {
    assertThat(detail(service().of(token(KEY, with("iss", 7)).sign()), "iss"))
        .isEqualTo("no text, expected https://auth.example");
    assertThat(detail(service().of(token(KEY, Explaining.without("iss")).sign()), "iss"))
        .isEqualTo("absent, expected https://auth.example");
    assertThat(detail(service().of(token(KEY, with("aud", List.of("a", "b"))).sign()), "aud"))
        .isEqualTo("a b, expected orders");
  }

  @Test
  void timesAreShownInUtcAndHere() {
    Map<String, Object> claims = with("nbf", "soon");
    Diagnosis diagnosis = service().zone("Asia/Tokyo").of(token(KEY, claims).sign());

    assertThat(detail(diagnosis, "exp"))
        .isEqualTo("2026-01-01T12:14:00Z (2026-01-01 21:14:00 +09:00), in 14 min");
    assertThat(detail(diagnosis, "nbf")).isEqualTo("no date: soon");
    assertThat(detail(diagnosis, "iat")).endsWith(", 1 min ago");
    assertThat(detail(service().of(token(KEY).sign()), "nbf")).isEqualTo("absent");
    assertThat(detail(service().of(token(KEY).sign()), "exp"))
        .isEqualTo("2026-01-01T12:14:00Z, in 14 min");
  }

  @Test
  void claimsAreListed() {
    assertThat(detail(service().of(token(KEY).sign()), "claims"))
        .isEqualTo("iss sub aud client_id jti iat exp");
    assertThat(detail(service().of("x"), "claims")).isEqualTo("cannot be read");
  }

  @Test
  void keysAreNamedAFewAtMost() {
    ForgeKey[] keys = new ForgeKey[6];
    Arrays.setAll(keys, i -> ForgeKey.generate("Ed25519").withKid("k" + i));
    String foreign = token(KEY.withKid("x")).sign();

    assertThat(detail(service().of(token(KEY).sign()), "key"))
        .isEqualTo("kid 'k1' is held: EC for ES256");
    assertThat(detail(service().of(foreign), "key")).isEqualTo("kid 'x'; held: 'k1'");
    assertThat(detail(Explaining.with(keys).of(foreign), "key"))
        .isEqualTo("kid 'x'; held: 'k0', 'k1', 'k2', 'k3' and 2 keys");
    assertThat(detail(service().of(token(KEY).withoutHeader("kid").sign()), "key"))
        .isEqualTo("no kid; held: 'k1'");
  }

  @Test
  void noKeysAreToldFromNoneOfThatName() {
    assertThat(detail(service().withoutKeys().of(token(KEY).sign()), "key"))
        .isEqualTo("kid 'k1'; no keys are known");
  }

  @Test
  void keysWithoutANameAreCounted() {
    Explaining nameless =
        Explaining.withSet(ForgeKey.jwks(KEY).replace("\"kid\"", "\"x-kid\""), JwsAlgorithm.ES256);

    assertThat(detail(nameless.of(token(KEY).sign()), "key")).isEqualTo("kid 'k1'; held: 1 key");
    assertThat(detail(nameless.of(token(KEY).withoutHeader("kid").sign()), "key"))
        .isEqualTo("no kid; held: 1 key");
  }

  @Test
  void revocationSaysByWhatItCouldBe() {
    Map<String, Object> claims = with("sid", "s-1");
    claims.put("authz_ver", 3);
    String token = token(KEY, claims).sign();
    Explaining looking = service().revocation(jwt -> Optional.empty(), Optional.empty());

    assertThat(detail(looking.of(token), "revocation")).isEqualTo("sid s-1, authz_ver 3");
    assertThat(detail(service().of(token), "revocation")).startsWith("not looked at");
  }

  @Test
  void aBoundTokenAsksForAProof() {
    Diagnosis diagnosis =
        service().of(token(KEY, with("cnf", Map.of("jkt", "x".repeat(43)))).sign());

    assertThat(check(diagnosis, "proof"))
        .isEqualTo(new Check("proof", Outcome.FAILED, "the token is bound to a key (DPoP)"));
    assertThat(detail(service().of(token(KEY).sign()), "proof"))
        .isEqualTo("the token is bound to no key");
  }

  @Test
  void whatIsMalformedBehindTheSignatureIsClaims() {
    String twice = token(KEY).claimsJson("{\"a\":1,\"a\":2}").sign();
    String right = token(KEY).sign();
    String stray = right.substring(0, right.length() - 1) + "_";

    assertThat(check(service().of(twice), "claims").outcome()).isEqualTo(Outcome.FAILED);
    for (String malformed :
        List.of(right + ".x", "=" + right, right.replaceFirst("\\.", ".="), stray)) {
      assertThat(check(service().of(malformed), "form").outcome())
          .as(malformed)
          .isEqualTo(Outcome.FAILED);
    }
    assertThat(check(service().of(token(KEY).withoutHeader("alg").sign()), "form").outcome())
        .isEqualTo(Outcome.FAILED);
  }

  @Test
  void bitsThatAreLeftOverInAnyPartAreAFault() {
    ForgeKey edwards = ForgeKey.generate("Ed25519");
    // 86 characters of signature; of the others such a length is looked for.
    Map<String, Object> claims = claims();
    TokenForge forge = token(edwards, claims);
    for (int pad = 0; lengths(forge) != 0; pad++) {
      claims.put("pad", "x".repeat(pad));
      forge = token(edwards, claims).header("pad", "x".repeat(pad / 3));
    }
    String[] parts = forge.sign().split("\\.", -1);
    for (int part = 0; part < 3; part++) {
      String[] odd = parts.clone();
      odd[part] = odd[part].substring(0, odd[part].length() - 1) + odd(odd[part]);
      assertThat(check(Explaining.with(edwards).of(String.join(".", odd)), "form").outcome())
          .as("part %d", part)
          .isEqualTo(Outcome.FAILED);
    }
  }

  /** 0 where neither header nor payload fill their last character. */
  private static int lengths(TokenForge forge) {
    String[] parts = forge.sign().split("\\.", -1);
    return parts[0].length() % 4 == 0 || parts[1].length() % 4 == 0 ? 1 : 0;
  }

  /** Another last character of the same bytes. */
  private static char odd(String part) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return alphabet.charAt(alphabet.indexOf(part.charAt(part.length() - 1)) + 1);
  }

  @Test
  void aCheckOfTheApplicationIsShownOnlyWhereItFails() {
    Diagnosis diagnosis =
        service().policy(policy -> policy.check(jwt -> false)).of(token(KEY).sign());

    assertThat(check(diagnosis, "custom"))
        .isEqualTo(new Check("custom", Outcome.FAILED, "a check of the application"));
  }
}
