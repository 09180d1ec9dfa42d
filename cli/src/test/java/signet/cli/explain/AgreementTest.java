package signet.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import signet.bearer.CaseParts;
import signet.bearer.RoutePolicy;
import signet.bearer.revocation.RevocationFeed;
import signet.cli.explain.Facts.Expected;
import signet.cli.explain.Facts.Held;
import signet.cli.explain.Facts.KeyForm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwt.JwtVerifier;
import signet.jose.reject.RejectReason;
import signet.testkit.cases.CaseFile;
import signet.testkit.json.Json;

/** What is explained is the verifier's own verdict, in every case that all verifiers share. */
final class AgreementTest {
  @TempDir Path folder;

  @TestFactory
  List<DynamicTest> everyVerdictIsTheVerifiers() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Json one : CaseFile.read()) {
      // Transaction tokens do not come as a client's credentials, and who explains has no nonces.
      if (!one.has("transaction") && !one.has("nonces")) {
        tests.add(DynamicTest.dynamicTest(one.text("name"), () -> agrees(one)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(400);
    return tests;
  }

  private void agrees(Json one) throws IOException {
    try (RevocationFeed feed = CaseParts.feed(one, folder)) {
      Diagnosis diagnosis = new Explainer(judge(one, feed), facts(one)).explain(presented(one));

      Json expect = one.at("expect");
      Verdict verdict = diagnosis.verdict();
      assertThat(verdict.status()).isEqualTo(expect.at("status").number());
      assertThat(verdict.reason().map(Object::toString))
          .isEqualTo(expect.find("reason").map(Json::text));
      List<Check> failed =
          diagnosis.checks().stream()
              .filter(check -> check.outcome() == Check.Outcome.FAILED)
              .toList();
      assertThat(failed).as("the checks").hasSize(verdict.isAccepted() ? 0 : 1);
      assertThat(diagnosis.cause().text()).isNotBlank();
      if (!verdict.isAccepted()) {
        assertNamed(failed.get(0).name(), diagnosis, one);
        assertThat(diagnosis.cause().next()).isNotEmpty();
        assertThat(diagnosis.guide()).endsWith("#" + verdict.word());
      }
    }
  }

  /** The check that failed is the one whose reason the verdict has. */
  private static void assertNamed(String failed, Diagnosis diagnosis, Json one) {
    Verdict verdict = diagnosis.verdict();
    if (verdict.reason().isEmpty()) {
      assertThat(failed).isEqualTo(verdict.status() == 403 ? "scope" : "request");
    }
    // What is wrong within the payload is found after the signature.
    boolean inPayload = diagnosis.cause().text().startsWith("the signature holds");
    assertThat(verdict.is(RejectReason.MALFORMED) && failed.equals("claims")).isEqualTo(inPayload);
    diagnosis.checks().stream()
        .filter(check -> check.outcome() == Check.Outcome.PASSED)
        .forEach(
            check -> {
              assertThat(check.name()).as("asked by nobody").isNotIn("age", "custom");
              assertThat(!check.name().equals("proof") || one.has("proof")).isTrue();
            });
  }

  @Test
  void aCheckOfTheApplicationIsNamed() throws IOException {
    Json one =
        CaseFile.read().stream()
            .filter(known -> known.text("name").equals("a good token"))
            .findFirst()
            .orElseThrow();
    Judge judge =
        new Judge(
            () -> builder(one, keys(one)).check(jwt -> false),
            RoutePolicy.token(),
            JwtVerifier.DEFAULT_CLOCK_SKEW,
            Optional.empty(),
            () -> true);

    Diagnosis diagnosis = new Explainer(judge, facts(one)).explain(presented(one));

    assertThat(diagnosis.verdict().reason()).contains(RejectReason.CUSTOM_CHECK);
    assertThat(diagnosis.checks())
        .filteredOn(check -> check.outcome() == Check.Outcome.FAILED)
        .extracting(Check::name)
        .containsExactly("custom");
  }

  private static Presented presented(Json one) {
    Presented presented = Presented.ofLines(CaseParts.texts(one.at("authorization")));
    return one.find("proof")
        .map(
            proof ->
                presented.withProofs(
                    CaseParts.texts(proof.at("proofs")),
                    proof.text("method"),
                    proof.text("target")))
        .orElse(presented);
  }

  private static Facts facts(Json one) {
    Expected expected =
        new Expected(
            Optional.of(one.text("issuer")),
            Optional.of(one.text("audience")),
            Optional.of("at+jwt"),
            JwtVerifier.DEFAULT_CLOCK_SKEW,
            List.of("iss", "exp", "aud", "sub", "client_id", "iat", "jti"),
            List.of());
    return new Facts(
        now(one),
        ZoneOffset.UTC,
        expected,
        new Held(keys(one), "keys.json", KeyForm.USUAL, Optional.empty()),
        Optional.empty(),
        List.of(),
        List.of(),
        Map.of(),
        Optional.empty());
  }

  private static Optional<JwkSet> keys(Json one) {
    return one.find("keys")
        .map(Json::text)
        .map(
            jwks ->
                one.at("published").isTrue() ? JwkSet.parsePublished(jwks) : JwkSet.parse(jwks));
  }

  private static Judge judge(Json one, @Nullable RevocationFeed feed) {
    Optional<JwkSet> keys = keys(one);
    return new Judge(
        () -> builder(one, keys),
        CaseParts.route(one),
        JwtVerifier.DEFAULT_CLOCK_SKEW,
        Optional.ofNullable(feed),
        () -> CaseParts.isFresh(feed));
  }

  private static JwtVerifier.Builder builder(Json one, Optional<JwkSet> keys) {
    JwtVerifier.Builder builder =
        JwtVerifier.accessToken(one.text("issuer"), one.text("audience")).keys(() -> keys);
    CaseParts.asPolicySays(one, builder);
    return builder;
  }

  private static Instant now(Json one) {
    return Instant.ofEpochMilli(Long.parseLong(one.at("now").toString()));
  }
}
