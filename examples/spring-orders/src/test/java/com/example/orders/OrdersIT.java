package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import signet.spring.test.WithSignetToken;

/** The application beside a real server; also runs what the guide shows. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureMockMvc
final class OrdersIT {
  private static final AuthorizationServer SERVER = new AuthorizationServer();
  private static final Pattern BLOCK =
      Pattern.compile("```(?:java|yaml)\n(.*?)```", Pattern.DOTALL);

  private final HttpClient http = HttpClient.newHttpClient();

  @LocalServerPort private int port;
  @Autowired private MockMvc mvc;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    registry.add("ISSUER", SERVER::issuer);
    registry.add("AUDIENCE", SERVER::issuer);
    registry.add("ORDERS_SECRET", () -> AuthorizationServer.SECRET);
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private HttpResponse<String> send(int to, String path, String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + to + path));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String path, String token) throws Exception {
    return send(port, path, token);
  }

  private static String challenge(HttpResponse<String> answer) {
    return answer.headers().firstValue("WWW-Authenticate").orElse("");
  }

  @Test
  void showsOrdersUntilTheUserLogsOut() throws Exception {
    AuthorizationServer.Login login = SERVER.login("orders:read");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(send("/orders", login.accessToken()).body())
                    .matches("\\[\"tea for usr_[A-Za-z0-9_-]+\"]"));
    assertThat(send("/reports", login.accessToken()).statusCode()).isEqualTo(403);

    SERVER.logout(login);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(challenge(send("/orders", login.accessToken())))
                    .endsWith("error=\"invalid_token\", reason=\"revoked\""));
    assertThat(send("/actuator/health", "").body()).contains("UP");
  }

  @Test
  void namesTheScopeThatIsMissing() throws Exception {
    String token = SERVER.login("orders:write").accessToken();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(challenge(send("/orders", token)))
                    .endsWith("error=\"insufficient_scope\", scope=\"orders:read\""));
  }

  @Test
  @WithSignetToken(subject = "bob", scope = "orders:read", roles = "manager")
  void managersSeeReports() throws Exception {
    mvc.perform(get("/orders")).andExpect(status().isOk());
    mvc.perform(get("/reports")).andExpect(status().isOk());
  }

  @Test
  void everyBlockOfTheGuideStandsInTheExample() throws Exception {
    String example;
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      example =
          files
              .filter(Files::isRegularFile)
              .map(OrdersIT::read)
              .map(OrdersIT::unindented)
              .collect(Collectors.joining("\n"));
    }
    Matcher block = BLOCK.matcher(read(Path.of("../../docs/guides/spring-boot.md")));
    int blocks = 0;
    while (block.find()) {
      assertThat(example).contains(unindented(block.group(1)));
      blocks++;
    }
    assertThat(blocks).isPositive();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String unindented(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  /** An application without Signet's starter at work. */
  @EnableAutoConfiguration(
      excludeName = {
        "signet.spring.SignetAutoConfiguration",
        "signet.spring.SignetHealthAutoConfiguration",
        "signet.spring.SignetMetricsAutoConfiguration",
        "signet.spring.SignetWebAutoConfiguration"
      })
  static class Plain {
    /** By its default a decoder of Spring's takes no {@code at+jwt}; RFC 9068 is one call away. */
    @Bean
    JwtDecoder decoder() {
      NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(SERVER.issuer()).build();
      decoder.setJwtValidator(
          JwtValidators.createAtJwtValidator()
              .issuer(SERVER.issuer())
              .audience(SERVER.issuer())
              .clientId("phone")
              .build());
      return decoder;
    }
  }

  @Test
  void springSecurityAloneAcceptsTheServersTokens() throws Exception {
    try (var plain =
        (ServletWebServerApplicationContext)
            new SpringApplicationBuilder(Plain.class)
                .properties("server.port=0", "spring.config.name=none")
                .run()) {
      int other = plain.getWebServer().getPort();
      String token = SERVER.login("orders:read").accessToken();
      HttpResponse<String> answer = send(other, "/nothing", token);
      // Known, and then there is nothing there.
      assertThat(answer.statusCode()).as(challenge(answer)).isEqualTo(404);
      String forged = token.substring(0, token.length() - 8) + "AAAAAAAA";
      assertThat(send(other, "/nothing", forged).statusCode()).isEqualTo(401);
    }
  }
}
