package signet.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application that takes a gateway's transaction tokens. */
@SpringBootTest
@AutoConfigureMockMvc
final class BehindGatewayIT {
  private static final IssuingServer GATEWAY = new IssuingServer();
  private static final String CHALLENGE = "Txn-Token realm=\"orders\"";
  private static final String GUIDE = "https://docs.example/debugging";

  @Autowired private MockMvc mvc;
  @Autowired private SignetHealthIndicator health;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    registry.add("signet.transaction-tokens.trust-domain", () -> "prod.example");
    registry.add(
        "signet.transaction-tokens.jwk-set-uri", () -> GATEWAY.issuer() + "/.well-known/jwks.json");
    registry.add("signet.transaction-tokens.realm", () -> "orders");
    registry.add("signet.transaction-tokens.guide", () -> GUIDE);
  }

  /** What a user of the starter writes. */
  @SpringBootApplication
  @RestController
  static class OrdersApplication {
    @Bean
    SecurityFilterChain chain(HttpSecurity http, SignetResourceServer signet) {
      return http.authorizeHttpRequests(
              requests ->
                  requests
                      .requestMatchers("/orders")
                      .hasAuthority("SCOPE_orders:read")
                      .requestMatchers("/clerks")
                      .hasRole("clerk")
                      .anyRequest()
                      .hasRole("manager"))
          .oauth2ResourceServer(signet::configure)
          .build();
    }

    @GetMapping("/orders")
    String orders(@AuthenticationPrincipal Jwt transaction) {
      return transaction.getSubject() + " in " + transaction.getClaimAsString("txn");
    }

    @GetMapping("/clerks")
    String clerks() {
      return "clerks";
    }
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  private static String token() {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iat", now);
    claims.put("exp", now + 60);
    claims.put("aud", "prod.example");
    claims.put("txn", "txn-1");
    claims.put("sub", "usr_1");
    claims.put("scope", "orders:read");
    claims.put("req_wl", "gateway.prod.example");
    claims.put("roles", List.of("manager"));
    claims.put("tctx", Map.of("roles", List.of("clerk")));
    return GATEWAY.token().header("typ", "txntoken+jwt").claims(claims).sign();
  }

  @Test
  void takesTransactionTokensAlone() throws Exception {
    mvc.perform(get("/orders").header("Txn-Token", token()))
        .andExpect(status().isOk())
        .andExpect(content().string("usr_1 in txn-1"));
    mvc.perform(get("/orders").header("Authorization", "Bearer " + token()))
        .andExpect(status().isUnauthorized())
        .andExpect(header().string("WWW-Authenticate", CHALLENGE));
    mvc.perform(get("/orders").header("Txn-Token", GATEWAY.token("aud", "prod.example")))
        .andExpect(status().isUnauthorized())
        .andExpect(
            header()
                .string(
                    "WWW-Authenticate",
                    CHALLENGE
                        + ", error=\"invalid_token\", reason=\"wrong_type\""
                        + uri("wrong_type")));
    mvc.perform(get("/orders").header("Txn-Token", token(), token()))
        .andExpect(status().isBadRequest())
        .andExpect(
            header()
                .string(
                    "WWW-Authenticate",
                    CHALLENGE + ", error=\"invalid_request\"" + uri("invalid_request")));
    assertThat(health.health().getDetails()).containsKey("keyset_id");
  }

  @Test
  void rolesAreThoseWithinTheTransactionContext() throws Exception {
    mvc.perform(get("/clerks").header("Txn-Token", token())).andExpect(status().isOk());
    mvc.perform(get("/managers").header("Txn-Token", token()))
        .andExpect(status().isForbidden())
        .andExpect(
            header()
                .string(
                    "WWW-Authenticate",
                    CHALLENGE
                        + ", error=\"insufficient_scope\", error_description=\"a role is"
                        + " missing\""
                        + uri("insufficient_scope")));
  }

  private static String uri(String word) {
    return ", error_uri=\"" + GUIDE + "#" + word + "\"";
  }
}
