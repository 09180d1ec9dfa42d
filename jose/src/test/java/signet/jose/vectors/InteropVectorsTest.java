package signet.jose.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.Pem;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jws.JwsVerification;
import signet.jose.jws.JwsVerifier;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.Damage;
import signet.testkit.forge.ForgeKey;
import signet.testkit.json.Json;
import signet.testkit.vectors.Vectors;

/**
 * Tokens and keys from the tests of panva/jose, golang-jwt and auth0/java-jwt. A token that comes
 * with its key verifies under it there, and here too unless Signet's stricter rules say otherwise:
 * secrets shorter than the hash, and names of algorithms that are not registered.
 */
class InteropVectorsTest {
  private static final List<String> PROJECTS = List.of("golang-jwt", "auth0-java-jwt");

  @TestFactory
  Stream<DynamicTest> tokensWithTheirKeysVerify() {
    return named(
        PROJECTS.stream().flatMap(InteropVectorsTest::tokens).filter(test -> test.has("key_jwk")),
        InteropVectorsTest::checkWithKey);
  }

  private static void checkWithKey(Json test) {
    String token = test.text("token");
    String alg = RawJws.alg(token);
    JwsVerifier verifier = RawJws.verifier(test.at("key_jwk"), alg);
    if (!RawJws.isCanonical(token)) {
      // golang-jwt decodes a signature with stray bits unless it is told not to.
      RawJws.assertRefused(verifier, token, RejectReason.MALFORMED);
    } else if (JwsAlgorithm.fromWireName(alg).isEmpty()) {
      // golang-jwt 3 wrote ED25519, which no registry knows.
      RawJws.assertRefused(verifier, token, RejectReason.ALG_NOT_ALLOWED);
    } else if (isShortSecret(test)) {
      // The set's only key is unfit, so no key answers.
      RawJws.assertRefused(verifier, token, RejectReason.UNKNOWN_KID);
    } else {
      RawJws.assertVerified(verifier, token);
    }
  }

  /** RFC 7518 §3.2: an HMAC key is at least as long as the hash. */
  private static boolean isShortSecret(Json test) {
    String alg = RawJws.alg(test.text("token"));
    return alg.startsWith("HS")
        && test.at("key_jwk").text("k").length() * 6 / 8 < Integer.parseInt(alg.substring(2)) / 8;
  }

  /** The same tokens as JWTs, at a fixed time before they expire. */
  @TestFactory
  Stream<DynamicTest> claimsAreJudgedAtAFixedTime() {
    return named(
        PROJECTS.stream()
            .flatMap(InteropVectorsTest::tokens)
            .filter(test -> test.has("key_jwk"))
            .filter(test -> !isShortSecret(test) && RawJws.isCanonical(test.text("token")))
            .filter(test -> JwsAlgorithm.fromWireName(RawJws.alg(test.text("token"))).isPresent()),
        InteropVectorsTest::checkClaims);
  }

  private static void checkClaims(Json test) {
    String token = test.text("token");
    Object exp = Damage.json(token, 1).members().get("exp");
    Instant now =
        exp instanceof BigDecimal seconds
            ? Instant.ofEpochSecond(seconds.longValue() - 10)
            : Instant.parse("2015-01-01T00:00:00Z");
    JwtVerifier verifier =
        JwtVerifier.builder()
            .keys(JwkSet.of(List.of(Jwk.parse(test.at("key_jwk").toString()))))
            .algorithms(JwsAlgorithm.values())
            .keyAlgorithm(JwsAlgorithm.fromWireName(RawJws.alg(token)).orElseThrow())
            .ignoreType()
            .ignoreIssuer()
            .ignoreAudience()
            .clock(() -> now)
            .build();
    Verification verification = verifier.verify(token);
    if (exp instanceof BigDecimal seconds && seconds.scale() == 0) {
      assertThat(verification).isInstanceOf(Verification.Verified.class);
    } else {
      // exp is always required; golang-jwt 3 wrote it with an exponent, which is no date here.
      boolean isBad = exp != null || hasBadAudience(test);
      assertThat(((Verification.Rejected) verification).reason())
          .isEqualTo(isBad ? RejectReason.BAD_CLAIM : RejectReason.MISSING_CLAIM);
    }
  }

  private static boolean hasBadAudience(Json test) {
    Json claims = Damage.json(test.text("token"), 1);
    Object aud = claims.members().get("aud");
    return claims.has("aud")
        && !(aud instanceof String)
        && !(aud instanceof List<?> list && list.stream().allMatch(String.class::isInstance));
  }

  @TestFactory
  Stream<DynamicTest> tokensWithoutAKeyAreRefused() {
    ForgeKey stranger = ForgeKey.generate("RS256");
    return named(
        Stream.of("golang-jwt", "auth0-java-jwt", "panva-jose")
            .flatMap(InteropVectorsTest::tokens)
            .filter(test -> !test.has("key_jwk")),
        test -> {
          String token = test.text("token");
          JwsVerification verification =
              RawJws.verifier(Json.parse(stranger.jwk()), "RS256").verify(token);
          assertThat(verification).isInstanceOf(JwsVerification.Rejected.class);
          RejectReason reason = ((JwsVerification.Rejected) verification).reason();
          assertThat(reason).isIn(expectedWithoutKey(token));
        });
  }

  private static List<RejectReason> expectedWithoutKey(String token) {
    if (!token.matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*")
        || !RawJws.isCanonical(token)) {
      return List.of(RejectReason.MALFORMED);
    }
    return switch (RawJws.alg(token)) {
      case "" -> List.of(RejectReason.MALFORMED);
      case "none" -> List.of(RejectReason.ALG_NONE);
      case "RS256" ->
          List.of(RejectReason.BAD_SIGNATURE, RejectReason.UNKNOWN_KID, RejectReason.MALFORMED);
      case "ES256K", "ED25519" -> List.of(RejectReason.ALG_NOT_ALLOWED);
      default ->
          List.of(
              RejectReason.KEY_MISMATCH,
              RejectReason.UNKNOWN_KID,
              RejectReason.CRITICAL_HEADER,
              RejectReason.MALFORMED);
    };
  }

  /** One key in its four forms is one key. */
  @TestFactory
  Stream<DynamicTest> keysOfPanvaAreTheSameInEveryForm() {
    Json keys = Vectors.orSkip(Assumptions::abort).json("panva-jose/keys.json");
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, Object> entry : keys.members().entrySet()) {
      Json forms = Json.of(entry.getValue());
      tests.add(
          DynamicTest.dynamicTest(
              entry.getKey(),
              () -> {
                assumeTrue(RawJws.isAvailable(entry.getKey()), "ML-DSA needs JDK 24");
                Jwk jwk = Jwk.parse(forms.at("jwk").toString());
                assertThat(jwk).isInstanceOf(PrivateJwk.class);
                for (String form : List.of("pkcs8", "spki", "x509")) {
                  if (forms.has(form)) {
                    assertThat(Pem.decode(forms.text(form)).thumbprint())
                        .as(form)
                        .isEqualTo(jwk.thumbprint());
                  }
                }
              }));
    }
    return tests.stream();
  }

  private static Stream<Json> tokens(String project) {
    return Vectors.orSkip(Assumptions::abort)
        .json(project + "/tokens.json")
        .at("tests")
        .items()
        .stream()
        .map(test -> test.with("project", project));
  }

  private interface Check {
    void of(Json test);
  }

  private static Stream<DynamicTest> named(Stream<Json> tests, Check check) {
    List<DynamicTest> named = new ArrayList<>();
    tests.forEach(
        test ->
            named.add(
                DynamicTest.dynamicTest(
                    test.text("project") + " " + named.size() + " " + test.text("test"),
                    () -> check.of(test))));
    return named.stream();
  }
}
