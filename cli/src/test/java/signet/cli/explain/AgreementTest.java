package signet.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import signet.bearer.ClientCredentials;
import signet.bearer.RoutePolicy;
import signet.bearer.revocation.RevocationFeed;
import signet.bearer.revocation.RevocationHealth;
import signet.bearer.revocation.StalePolicy;
import signet.cli.explain.Facts.Expected;
import signet.cli.explain.Facts.Held;
import signet.cli.explain.Facts.KeyForm;
import signet.jose.jwa.JwsAlgorithm;
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
    try (Feed feed = one.has("revocations") ? feed(one) : new Feed(null)) {
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
    Presented presented = Presented.ofLines(texts(one.at("authorization")));
    return one.find("proof")
        .map(
            proof ->
                presented.withProofs(
                    texts(proof.at("proofs")), proof.text("method"), proof.text("target")))
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
        Instant.ofEpochMilli(millis(one.at("now"))),
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

  private static Judge judge(Json one, Feed feed) {
    Optional<JwkSet> keys = keys(one);
    return new Judge(
        () -> builder(one, keys),
        route(one.at("route")),
        JwtVerifier.DEFAULT_CLOCK_SKEW,
        Optional.ofNullable(feed.feed()),
        feed::isFresh);
  }

  private static JwtVerifier.Builder builder(Json one, Optional<JwkSet> keys) {
    JwtVerifier.Builder builder =
        JwtVerifier.accessToken(one.text("issuer"), one.text("audience")).keys(() -> keys);
    Json policy = one.at("policy");
    for (String name : policy.members().keySet()) {
      Json value = policy.at(name);
      switch (name) {
        case "algorithms" ->
            builder.algorithms(
                texts(value).stream().map(AgreementTest::algorithm).toArray(JwsAlgorithm[]::new));
        case "keyAlgorithm" -> builder.keyAlgorithm(algorithm(value.text()));
        case "requireClaims" -> builder.requireClaims(texts(value).toArray(String[]::new));
        case "clockSkewSeconds" -> builder.clockSkew(seconds(value));
        case "maxAgeSeconds" -> builder.maxAge(seconds(value));
        case "maxLifetimeSeconds" -> builder.maxLifetime(seconds(value));
        case "whenStale" -> assertThat(one.has("revocations")).isTrue();
        default -> throw new IllegalArgumentException("a policy has no " + name);
      }
    }
    return builder;
  }

  private static RoutePolicy route(Json asked) {
    RoutePolicy route = RoutePolicy.token();
    for (String name : asked.members().keySet()) {
      Json value = asked.at(name);
      route =
          switch (name) {
            case "allScopes" -> route.allScopes(texts(value).toArray(String[]::new));
            case "anyScope" -> route.anyScope(texts(value).toArray(String[]::new));
            case "allRoles" -> route.allRoles(texts(value).toArray(String[]::new));
            case "anyRole" -> route.anyRole(texts(value).toArray(String[]::new));
            case "maxAgeSeconds" -> route.maxAge(seconds(value));
            case "optional" -> route.optional();
            case "freshRevocations" -> route.freshRevocations();
            default -> throw new IllegalArgumentException("a route cannot ask for " + name);
          };
    }
    return route;
  }

  /** A feed that has heard what the case says, and hears nothing more; or none. */
  private record Feed(RevocationFeed feed) implements AutoCloseable {
    boolean isFresh() {
      return feed != null && feed.health().state() == RevocationHealth.State.FRESH;
    }

    @Override
    public void close() {
      if (feed != null) {
        feed.close();
      }
    }
  }

  private Feed feed(Json one) throws IOException {
    Json revocations = one.at("revocations");
    StringBuilder text = new StringBuilder("signet-revocations-1 e:1 ");
    text.append(millis(one.at("now")) - millis(revocations.at("age_ms"))).append('\n');
    for (Json entry : revocations.at("entries").items()) {
      text.append(line(entry)).append('\n');
    }
    Path copy = Files.writeString(Files.createTempFile(folder, "revocations", ""), text);
    URI nowhere = URI.create("http://127.0.0.1:1/revocations/stream");
    RevocationFeed.Builder builder =
        RevocationFeed.of(nowhere, ClientCredentials.at(nowhere).secret("cases", "cases").build())
            .copy(copy)
            .clock(InstantSource.fixed(Instant.ofEpochMilli(millis(one.at("now")))));
    boolean refuse = one.at("policy").has("whenStale");
    return new Feed((refuse ? builder.whenStale(StalePolicy.REFUSE) : builder).start());
  }

  private static String line(Json entry) {
    for (String kind : List.of("jti", "sid", "sub")) {
      if (entry.has(kind)) {
        String version = entry.find("min_ver").map(Json::toString).orElse("0");
        return kind + " " + version + " " + entry.at("exp") + " " + entry.text(kind);
      }
    }
    return "key 0 " + Long.MAX_VALUE + " " + entry.text("key");
  }

  private static JwsAlgorithm algorithm(String name) {
    return JwsAlgorithm.fromWireName(name).orElseThrow();
  }

  private static long millis(Json number) {
    return Long.parseLong(number.toString());
  }

  private static Duration seconds(Json number) {
    return Duration.ofSeconds(number.number());
  }

  private static List<String> texts(Json array) {
    return array.items().stream().map(Json::text).toList();
  }
}
