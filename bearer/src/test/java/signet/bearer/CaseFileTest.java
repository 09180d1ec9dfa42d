package signet.bearer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import signet.bearer.dpop.DpopVerifier;
import signet.bearer.revocation.RevocationFeed;
import signet.bearer.revocation.RevocationHealth;
import signet.bearer.revocation.StalePolicy;
import signet.bearer.txn.TransactionTokenVerifier;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwks.KeySource;
import signet.jose.jwt.JwtVerifier;
import signet.jose.reject.RejectReason;
import signet.testkit.cases.CaseFile;
import signet.testkit.json.Json;

/** The cases that every verifier judges alike; the package for Node runs the same file. */
final class CaseFileTest {
  @TempDir Path folder;

  @Test
  void fileHasItsCases() throws IOException {
    assertThat(CaseFile.read()).hasSizeGreaterThan(250);
  }

  @TestFactory
  List<DynamicTest> cases() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Json one : CaseFile.read()) {
      if (one.find("needs").isEmpty() || JwsAlgorithm.ML_DSA_65.isAvailable()) {
        tests.add(
            DynamicTest.dynamicTest(
                one.text("name"),
                () -> assertThat(answer(one)).isEqualTo(expected(one.at("expect")))));
      }
    }
    return tests;
  }

  private static Map<String, @Nullable Object> expected(Json expect) {
    Map<String, @Nullable Object> expected = new LinkedHashMap<>();
    expected.put("reason", expect.find("reason").map(Json::text).orElse(null));
    expected.put("status", expect.at("status").number());
    expected.put(
        "headers", expect.at("headers").items().stream().map(CaseFileTest::texts).toList());
    return expected;
  }

  private Map<String, @Nullable Object> answer(Json one) throws IOException {
    if (one.has("transaction")) {
      TransactionTokenVerifier verifier =
          TransactionTokenVerifier.builder(one.text("audience"))
              .keys(keys(one))
              .clock(clock(one))
              .build();
      return answer(
          TransactionAuthenticator.of(verifier, one.text("realm"))
              .authenticate(texts(one.at("transaction")), route(one.at("route"))));
    }
    try (RevocationFeed feed = one.has("revocations") ? feed(one) : null) {
      BearerAuthenticator authenticator =
          BearerAuthenticator.builder(verifier(one, feed), one.text("realm"))
              .freshness(
                  () -> feed != null && feed.health().state() == RevocationHealth.State.FRESH)
              .proofs(DpopVerifier.builder().clock(clock(one)).build())
              .clock(clock(one))
              .build();
      return answer(authenticator.authenticate(request(one), route(one.at("route"))));
    }
  }

  private static BearerRequest request(Json one) {
    BearerRequest request = BearerRequest.of(texts(one.at("authorization")));
    return one.find("proof")
        .map(
            proof ->
                request.withProof(
                    texts(proof.at("proofs")), proof.text("method"), proof.text("target")))
        .orElse(request);
  }

  private static Map<String, @Nullable Object> answer(Authentication authentication) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    Challenge challenge = authentication instanceof Challenge refused ? refused : null;
    answer.put(
        "reason",
        challenge == null ? null : challenge.reason().map(RejectReason::word).orElse(null));
    answer.put("status", challenge == null ? 200 : challenge.status());
    answer.put(
        "headers",
        challenge == null
            ? List.of()
            : challenge.headers().stream()
                .map(header -> List.of(header.name(), header.value()))
                .toList());
    return answer;
  }

  private static JwtVerifier verifier(Json one, @Nullable RevocationFeed feed) {
    JwtVerifier.Builder builder =
        JwtVerifier.accessToken(one.text("issuer"), one.text("audience"))
            .keys(keys(one))
            .clock(clock(one));
    Json policy = one.at("policy");
    policy
        .find("algorithms")
        .ifPresent(
            names ->
                builder.algorithms(
                    texts(names).stream()
                        .map(CaseFileTest::algorithm)
                        .toArray(JwsAlgorithm[]::new)));
    policy.find("keyAlgorithm").ifPresent(name -> builder.keyAlgorithm(algorithm(name.text())));
    policy
        .find("requireClaims")
        .ifPresent(names -> builder.requireClaims(texts(names).toArray(String[]::new)));
    policy.find("clockSkewSeconds").ifPresent(skew -> builder.clockSkew(seconds(skew)));
    policy.find("maxAgeSeconds").ifPresent(age -> builder.maxAge(seconds(age)));
    policy.find("maxLifetimeSeconds").ifPresent(life -> builder.maxLifetime(seconds(life)));
    if (feed != null) {
      builder.revocation(feed);
    }
    return builder.build();
  }

  private static KeySource keys(Json one) {
    if (!one.has("keys")) {
      return Optional::empty;
    }
    String jwks = one.text("keys");
    return KeySource.of(
        one.at("published").isTrue() ? JwkSet.parsePublished(jwks) : JwkSet.parse(jwks));
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

  /** A feed that has heard what the case says, and hears nothing more. */
  private RevocationFeed feed(Json one) throws IOException {
    Json revocations = one.at("revocations");
    StringBuilder text = new StringBuilder("signet-revocations-1 e:1 ");
    text.append(millis(one.at("now")) - millis(revocations.at("age_ms"))).append('\n');
    for (Json entry : revocations.at("entries").items()) {
      text.append(line(entry)).append('\n');
    }
    Path copy = Files.writeString(Files.createTempFile(folder, "revocations", ""), text);
    ClientCredentials nobody =
        ClientCredentials.at(URI.create("http://127.0.0.1:1/token"))
            .secret("cases", "cases")
            .build();
    RevocationFeed.Builder builder =
        RevocationFeed.of(URI.create("http://127.0.0.1:1/revocations/stream"), nobody)
            .copy(copy)
            .clock(clock(one));
    return one.at("policy").has("whenStale")
        ? builder.whenStale(StalePolicy.REFUSE).start()
        : builder.start();
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

  private static InstantSource clock(Json one) {
    return InstantSource.fixed(Instant.ofEpochMilli(millis(one.at("now"))));
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
