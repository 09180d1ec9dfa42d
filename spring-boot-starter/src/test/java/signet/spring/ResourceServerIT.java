package signet.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.Principal;
import java.time.Duration;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import signet.bearer.RoutePolicy;
import signet.spring.test.WithSignetToken;

/** A real application with a filter chain of its own, over HTTP. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureMockMvc
final class ResourceServerIT {
  private static final IssuingServer SERVER = new IssuingServer();
  private static final String CHALLENGE = "Bearer realm=\"orders\"";

  private final HttpClient http = HttpClient.newHttpClient();

  @LocalServerPort private int port;
  @Autowired private MeterRegistry meters;
  @Autowired private MockMvc mvc;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    registry.add("signet.resource-server.issuer", SERVER::issuer);
    registry.add("signet.resource-server.audience", () -> IssuingServer.AUDIENCE);
    registry.add("signet.resource-server.realm", () -> "orders");
    registry.add("signet.resource-server.client-id", () -> "orders");
    registry.add("signet.resource-server.client-secret", () -> "s3cret");
    registry.add("management.endpoint.health.show-details", () -> "always");
  }

  /** What a user of the starter writes. */
  @SpringBootApplication
  @EnableMethodSecurity
  @RestController
  static class OrdersApplication {
    @Bean
    SecurityFilterChain chain(HttpSecurity http, SignetResourceServer signet) {
      return signet
          .protect(http)
          .authorizeHttpRequests(
              requests ->
                  requests
                      .requestMatchers("/actuator/health")
                      .permitAll()
                      .requestMatchers(HttpMethod.POST, "/orders")
                      .hasAuthority("SCOPE_orders:write")
                      .requestMatchers("/reports")
                      .access(signet.policy(RoutePolicy.token().allRoles("manager")))
                      .requestMatchers("/ledger")
                      .access(signet.policy(RoutePolicy.token().freshRevocations()))
                      .anyRequest()
                      .authenticated())
          .build();
    }

    @GetMapping("/orders")
    @PreAuthorize("hasAuthority('SCOPE_orders:read')")
    String orders(Principal principal) {
      return "orders of " + principal.getName();
    }

    @PostMapping("/orders")
    String order() {
      return "ordered";
    }

    @GetMapping("/reports")
    String reports() {
      return "reports";
    }

    @GetMapping("/ledger")
    String ledger() {
      return "ledger";
    }

    @GetMapping("/secrets")
    @PreAuthorize("hasAuthority('SCOPE_secrets')")
    String secrets(@AuthenticationPrincipal Jwt jwt) {
      return jwt.getSubject();
    }
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @BeforeEach
  void waitForTheFeed() {
    await(() -> send("GET", "/orders", bearer(SERVER.token().sign())).statusCode() == 200);
  }

  private static void await(Supplier<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition::get);
  }

  private static String[] bearer(String token) {
    return new String[] {"Authorization", "Bearer " + token};
  }

  private HttpResponse<String> send(String method, String target, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + target))
            .method(method, HttpRequest.BodyPublishers.noBody());
    try {
      return http.send(
          (headers.length == 0 ? request : request.headers(headers)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String challenge) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly(challenge);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    assertThat(answer.body()).startsWith("{\"type\":\"").contains("\"status\":" + status);
  }

  @Test
  void acceptsATokenThatHolds() {
    HttpResponse<String> answer = send("GET", "/orders", bearer(SERVER.token().sign()));
    assertThat(answer.body()).isEqualTo("orders of alice");
  }

  @Test
  void asksForATokenWhereThereIsNone() {
    assertRefused(send("GET", "/orders"), 401, CHALLENGE);
    assertRefused(send("GET", "/orders", "Authorization", "Basic YTpi"), 401, CHALLENGE);
    String token = SERVER.token().sign();
    assertRefused(send("GET", "/orders?access_token=" + token), 401, CHALLENGE);
  }

  @Test
  void refusesTwoAuthorizationHeaders() {
    String value = "Bearer " + SERVER.token().sign();
    assertRefused(
        send("GET", "/orders", "Authorization", value, "Authorization", value),
        400,
        CHALLENGE + ", error=\"invalid_request\"");
  }

  @ParameterizedTest
  @CsvSource({"none, alg_none", "HS256, alg_not_allowed", "EdDSA, key_mismatch"})
  void saysWhyATokenIsRefused(String alg, String reason) {
    double before = refusals(reason);
    HttpResponse<String> answer =
        send("GET", "/orders", bearer(SERVER.token().header("alg", alg).sign()));
    assertRefused(answer, 401, CHALLENGE + ", error=\"invalid_token\", reason=\"" + reason + "\"");
    assertThat(answer.body()).contains("\"reason\":\"" + reason + "\"");
    assertThat(refusals(reason)).isEqualTo(before + 1);
  }

  private double refusals(String reason) {
    return meters.get("signet.refusals").tag("reason", reason).counter().count();
  }

  @Test
  void namesTheScopeThatWouldDoWhereItIsKnown() {
    String[] token = bearer(SERVER.token().sign());
    String insufficient = CHALLENGE + ", error=\"insufficient_scope\"";
    assertRefused(send("POST", "/orders", token), 403, insufficient + ", scope=\"orders:write\"");
    assertRefused(
        send("GET", "/reports", token),
        403,
        insufficient + ", error_description=\"a role is missing\"");
    // A method's expression can be anything.
    assertRefused(send("GET", "/secrets", token), 403, insufficient);
  }

  @Test
  void refusesASessionThatEnded() {
    String[] token = bearer(SERVER.token("sid", "s-1"));
    assertThat(send("GET", "/orders", token).statusCode()).isEqualTo(200);
    assertThat(send("GET", "/ledger", token).body()).isEqualTo("ledger");
    SERVER.revoke("s-1");
    await(() -> send("GET", "/orders", token).statusCode() == 401);
    assertRefused(
        send("GET", "/orders", token),
        401,
        CHALLENGE + ", error=\"invalid_token\", reason=\"revoked\"");
    assertThat(meters.get("signet.revocations.entries").gauge().value()).isPositive();
    assertThat(meters.get("signet.revocations.age").gauge().value()).isNotNegative();
  }

  @Test
  void showsKeysAndFeedInItsHealth() {
    HttpResponse<String> health = send("GET", "/actuator/health");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body())
        .contains("\"signet\"", "\"keyset_id\"", "\"kids\":[\"key-1\"]", "\"state\":\"fresh\"");
  }

  @Test
  @WithSignetToken(subject = "bob", scope = "orders:read")
  void aTestCanRunAsSomebodyWithoutAToken() throws Exception {
    mvc.perform(get("/orders"))
        .andExpect(status().isOk())
        .andExpect(content().string("orders of bob"));
    mvc.perform(get("/reports")).andExpect(status().isForbidden());
  }

  @Test
  @WithSignetToken(roles = {"clerk", "manager"})
  void aTestCanHaveRoles() throws Exception {
    mvc.perform(get("/reports")).andExpect(status().isOk());
    mvc.perform(get("/orders")).andExpect(status().isForbidden());
  }
}
