package signet.bearer;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.bearer.CaseParts.texts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import signet.bearer.revocation.RevocationFeed;
import signet.jose.reject.RejectReason;
import signet.testkit.cases.CaseFile;
import signet.testkit.json.Json;

/**
 * The cases that every verifier judges alike; the Servlet filter, the Spring Boot starter and the
 * package for Node run the same file.
 */
final class CaseFileTest {
  @TempDir Path folder;

  @Test
  void fileHasItsCases() throws IOException {
    assertThat(CaseFile.read()).hasSizeGreaterThan(250);
  }

  @TestFactory
  List<DynamicTest> cases() throws IOException {
    return CaseParts.cases().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.text("name"),
                    () -> assertThat(answer(one)).isEqualTo(expected(one.at("expect")))))
        .toList();
  }

  private static Map<String, @Nullable Object> expected(Json expect) {
    Map<String, @Nullable Object> expected = new LinkedHashMap<>();
    expected.put("reason", expect.find("reason").map(Json::text).orElse(null));
    expected.put("status", expect.at("status").number());
    expected.put("headers", expect.at("headers").items().stream().map(CaseParts::texts).toList());
    expected.put("body", expect.find("body").map(Json::text).orElse(null));
    return expected;
  }

  private Map<String, @Nullable Object> answer(Json one) throws IOException {
    RoutePolicy route = CaseParts.route(one);
    if (one.has("transaction")) {
      return answer(
          CaseParts.transactionAuthenticator(one)
              .authenticate(texts(one.at("transaction")), route));
    }
    try (RevocationFeed feed = CaseParts.feed(one, folder)) {
      return answer(CaseParts.authenticator(one, feed).authenticate(request(one), route));
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
    answer.put("body", challenge == null ? null : challenge.problem());
    return answer;
  }
}
