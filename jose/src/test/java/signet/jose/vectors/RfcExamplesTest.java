package signet.jose.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jws.JwsVerifier;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;
import signet.testkit.json.Json;
import signet.testkit.time.FakeClock;
import signet.testkit.vectors.Vectors;

/** The worked examples of the RFCs on signatures, keys and tokens. */
class RfcExamplesTest {
  private static final Instant BEFORE_JOE_EXPIRES = Instant.parse("2011-03-22T18:00:00Z");

  private static Json file(String name) {
    return Vectors.orSkip(Assumptions::abort).json("rfc-examples/" + name + ".json");
  }

  private static Json example(String file, String id) {
    return file(file).at("tests").items().stream()
        .filter(test -> test.text("id").equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static JwsVerifier anyKey() {
    return RawJws.verifier(Json.parse(ForgeKey.generate("RS256").jwk()), "RS256");
  }

  /** Every compact signed example that its RFC calls valid. */
  @TestFactory
  Stream<DynamicTest> signedExamplesVerify() {
    return Stream.of("rfc7515", "rfc7638_7797_8037")
        .flatMap(file -> file(file).at("tests").items().stream())
        .filter(test -> test.has("compact") && test.has("jwk"))
        .map(
            test ->
                DynamicTest.dynamicTest(
                    test.text("id"),
                    () -> {
                      assertThat(test.text("result")).isEqualTo("valid");
                      String token = test.text("compact");
                      Json jwk = test.at("jwk");
                      RawJws.assertVerified(RawJws.verifier(jwk, RawJws.alg(token)), token);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> thumbprintsAgree() {
    return file("rfc7638_7797_8037").at("tests").items().stream()
        .filter(test -> test.has("thumbprint_sha256"))
        .map(
            test ->
                DynamicTest.dynamicTest(
                    test.text("id"),
                    () ->
                        assertThat(Jwk.parse(test.at("jwk").toString()).thumbprint())
                            .isEqualTo(test.text("thumbprint_sha256"))));
  }

  @Test
  void unsecuredExamplesAreRefused() {
    for (String[] id : new String[][] {{"rfc7515", "RFC7515-A.5"}, {"rfc7519", "RFC7519-6.1"}}) {
      String token = example(id[0], id[1]).text("compact");
      RawJws.assertRefused(anyKey(), token, RejectReason.ALG_NONE);
    }
  }

  @Test
  void unknownCriticalMemberOfAppendixEIsRefusedBeforeItsAlg() {
    String token = example("rfc7515", "RFC7515-E").text("compact");
    RawJws.assertRefused(anyKey(), token, RejectReason.CRITICAL_HEADER);
  }

  @Test
  void jsonSerializationsAreRefusedByTheCompactReader() {
    String general = example("rfc7515", "RFC7515-A.6").at("general").toString();
    String flattened = example("rfc7515", "RFC7515-A.7").at("flattened").toString();
    RawJws.assertRefused(anyKey(), general, RejectReason.MALFORMED);
    RawJws.assertRefused(anyKey(), flattened, RejectReason.MALFORMED);
  }

  @Test
  void unencodedPayloadIsRefused() {
    Json example = example("rfc7638_7797_8037", "RFC7797-4.2");
    JwsVerifier verifier = RawJws.verifier(example.at("jwk"), "HS256");
    RawJws.assertRefused(verifier, example.text("detached"), RejectReason.CRITICAL_HEADER);
  }

  @Test
  void tokenOfJoeVerifiesUntilItExpires() {
    Json example = example("rfc7519", "RFC7519-3.1");
    FakeClock clock = FakeClock.at(BEFORE_JOE_EXPIRES);
    JwtVerifier verifier =
        JwtVerifier.builder()
            .keys(JwkSet.of(List.of(Jwk.parse(example.at("jwk").toString()))))
            .algorithms(JwsAlgorithm.HS256)
            .type("JWT")
            .issuer("joe")
            .ignoreAudience()
            .clock(clock)
            .build();
    assertThat(verifier.verify(example.text("compact"))).isInstanceOf(Verification.Verified.class);
    clock.set(Instant.ofEpochSecond(1300819380).plusSeconds(31));
    Verification late = verifier.verify(example.text("compact"));
    assertThat(late).isInstanceOf(Verification.Rejected.class);
    assertThat(((Verification.Rejected) late).reason()).isEqualTo(RejectReason.EXPIRED);
  }

  @Test
  void innerTokenOfTheNestedExampleVerifies() {
    Json example = example("rfc7519", "RFC7519-A.2");
    JwsVerifier verifier = RawJws.verifier(example.at("inner_jwk"), "RS256");
    RawJws.assertVerified(verifier, example.text("pt"));
  }

  @Test
  void accessTokenOfRfc9068IsAcceptedUntilItExpires() {
    Json example = example("rfc9068", "RFC9068-3");
    ForgeKey key = ForgeKey.generate("RS256").withKid("RjEwOwOA");
    String token =
        TokenForge.with(key)
            .headerJson(example.text("header_text"))
            .claimsJson(example.at("claims").toString())
            .sign();
    FakeClock clock = FakeClock.at(Instant.ofEpochSecond(1618354090).plusSeconds(60));
    JwtVerifier verifier =
        JwtVerifier.accessToken(
                "https://authorization-server.example.com/", "https://rs.example.com/")
            .keys(JwkSet.parse(ForgeKey.jwks(key)))
            .algorithms(JwsAlgorithm.RS256)
            .clock(clock)
            .build();
    assertThat(verifier.verify(token)).isInstanceOf(Verification.Verified.class);
    clock.set(Instant.ofEpochSecond(1639528912).plusSeconds(30));
    assertThat(((Verification.Rejected) verifier.verify(token)).reason())
        .isEqualTo(RejectReason.EXPIRED);
  }

  @TestFactory
  Stream<DynamicTest> dpopProofsVerifyUnderTheirOwnKey() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Json proof : file("rfc9449_dpop").at("tests").items()) {
      if (proof.at("header").has("jwk")) {
        tests.add(
            DynamicTest.dynamicTest(
                proof.at("payload").text("htu") + " " + tests.size(),
                () -> {
                  Json jwk = proof.at("header").at("jwk");
                  String token = proof.text("compact");
                  byte[] payload = RawJws.assertVerified(RawJws.verifier(jwk, "ES256"), token);
                  assertThat(Json.parse(payload).value()).isEqualTo(proof.at("payload").value());
                  if (proof.has("jkt")) {
                    assertThat(Jwk.parse(jwk.toString()).thumbprint()).isEqualTo(proof.text("jkt"));
                  }
                }));
      }
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> mlDsaExamplesVerify() {
    return Stream.of("ml_dsa", "ml_dsa_panva")
        .flatMap(
            file ->
                file(file).at("tests").items().stream()
                    .map(
                        test ->
                            DynamicTest.dynamicTest(
                                file + " " + test.text("id"),
                                () -> {
                                  String alg = test.at("jwk").text("alg");
                                  assumeTrue(RawJws.isAvailable(alg), "ML-DSA needs JDK 24");
                                  byte[] payload =
                                      RawJws.assertVerified(
                                          RawJws.verifier(test.at("jwk"), alg),
                                          test.text("compact"));
                                  assertThat(new String(payload, StandardCharsets.UTF_8))
                                      .startsWith("It’s a dangerous business, Frodo");
                                })));
  }
}
