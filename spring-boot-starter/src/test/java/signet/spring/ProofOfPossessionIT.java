package signet.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.Principal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import signet.jose.jwk.Jwk;
import signet.testkit.forge.DpopForge;
import signet.testkit.forge.ForgeKey;

/** Tokens that are bound to a key (RFC 9449), at an application with the starter's own chain. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
final class ProofOfPossessionIT {
  private static final IssuingServer SERVER = new IssuingServer();
  private static final String ORIGIN = "https://api.example";
  private static final String TARGET = ORIGIN + "/me";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ForgeKey holder = ForgeKey.generate("ES256");
  private final String bound =
      SERVER.token("cnf", Map.of("jkt", Jwk.parse(holder.jwk()).thumbprint()));

  @LocalServerPort private int port;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    registry.add("signet.resource-server.issuer", SERVER::issuer);
    registry.add("signet.resource-server.audience", () -> IssuingServer.AUDIENCE);
    registry.add("signet.resource-server.proofs-for", () -> ORIGIN);
  }

  @SpringBootApplication
  @RestController
  static class MeApplication {
    @GetMapping("/me")
    String me(Principal principal) {
      return principal.getName();
    }
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private HttpResponse<String> get(String authorization, String... proofs) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/me"))
            .header("Authorization", authorization);
    for (String proof : proofs) {
      request.header("DPoP", proof);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private String proof(ForgeKey key, String method, String target) {
    return DpopForge.of(key, method, target, Instant.now()).withToken(bound).sign();
  }

  private static void assertRefused(HttpResponse<String> answer, String error, String reason) {
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().allValues("WWW-Authenticate"))
        .singleElement()
        .asString()
        .startsWith("DPoP realm=\"api\", error=\"" + error + "\", reason=\"" + reason + "\"");
  }

  @Test
  void takesABoundTokenWithItsProofOnce() throws Exception {
    String proof = proof(holder, "GET", TARGET);

    HttpResponse<String> first = get("DPoP " + bound, proof);

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.body()).isEqualTo("alice");
    assertRefused(get("DPoP " + bound, proof), "invalid_dpop_proof", "dpop_invalid");
  }

  @Test
  void refusesABoundTokenWithoutTheRightProof() throws Exception {
    String proof = proof(holder, "GET", TARGET);
    ForgeKey thief = ForgeKey.generate("ES256");

    assertRefused(get("Bearer " + bound, proof), "invalid_token", "dpop_missing");
    assertRefused(get("DPoP " + bound), "invalid_token", "dpop_missing");
    assertRefused(get("DPoP " + bound, proof, proof), "invalid_dpop_proof", "dpop_invalid");
    assertRefused(
        get("DPoP " + bound, proof(thief, "GET", TARGET)), "invalid_token", "dpop_invalid");
    assertRefused(
        get("DPoP " + bound, proof(holder, "POST", TARGET)), "invalid_dpop_proof", "dpop_invalid");
    assertRefused(
        get("DPoP " + bound, proof(holder, "GET", "http://localhost:" + port + "/me")),
        "invalid_dpop_proof",
        "dpop_invalid");
  }

  @Test
  void refusesWhatIsNoTokenWithTheVerifiersReason() throws Exception {
    HttpResponse<String> answer = get("DPoP a.b", proof(holder, "GET", TARGET));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("reason=\"malformed\"");
    assertThat(get("DPoP " + bound + ", " + bound).statusCode()).isEqualTo(400);
  }

  @Test
  void takesATokenThatIsBoundToNothingAsABearerTokenAlone() throws Exception {
    String plain = SERVER.token().sign();

    assertThat(get("Bearer " + plain).statusCode()).isEqualTo(200);
    assertRefused(
        get("DPoP " + plain, proof(holder, "GET", TARGET)), "invalid_token", "dpop_invalid");
  }
}
