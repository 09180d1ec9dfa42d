package com.example.attacked;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import picocli.CommandLine;
import signet.cli.attack.AttackCommand;
import signet.cli.terminal.Terminal;
import signet.spring.SignetResourceServer;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;
import signet.testkit.json.Json;

/**
 * {@code signet attack} on an application with the starter, which has no hole, and on one with
 * Spring Security alone, whose findings are those of its defaults: so that a change of either is
 * seen.
 */
final class AttackIT {
  private static final String AUDIENCE = "https://orders.example";

  /** The example's own configuration is not these applications'. */
  private static final String NOT_OF_THE_EXAMPLE = "--spring.config.name=none";

  /** The application with the starter. */
  @EnableAutoConfiguration
  @RestController
  static class WithTheStarter {
    @Bean
    SecurityFilterChain chain(HttpSecurity http, SignetResourceServer signet) {
      return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
          .oauth2ResourceServer(signet::configure)
          .build();
    }

    @GetMapping("/orders")
    String orders() {
      return "orders";
    }
  }

  /** The application without it. */
  @EnableAutoConfiguration(
      excludeName = {
        "signet.spring.SignetAutoConfiguration",
        "signet.spring.SignetHealthAutoConfiguration",
        "signet.spring.SignetMetricsAutoConfiguration",
        "signet.spring.SignetTransactionAutoConfiguration",
        "signet.spring.SignetWebAutoConfiguration"
      })
  @RestController
  static class OfSpringSecurityAlone {
    @GetMapping("/orders")
    String orders() {
      return "orders";
    }
  }

  @TempDir private Path folder;

  private final ForgeKey key = ForgeKey.generate("ES256").withKid("key-1");
  private HttpServer issuer;

  @BeforeEach
  void publishKeys() throws IOException {
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] keys = ForgeKey.jwks(key).getBytes(UTF_8);
    issuer.createContext(
        "/.well-known/jwks.json",
        exchange -> {
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    issuer.start();
  }

  @AfterEach
  void stop() {
    issuer.stop(0);
  }

  private String issuerUrl() {
    return "http://localhost:" + issuer.getAddress().getPort();
  }

  private String keysUrl() {
    return issuerUrl() + "/.well-known/jwks.json";
  }

  private String token(String type) {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuerUrl());
    claims.put("sub", "alice");
    claims.put("aud", AUDIENCE);
    claims.put("client_id", "default");
    claims.put("iat", now);
    claims.put("exp", now + 600);
    claims.put("jti", "t-1");
    return TokenForge.with(key).header("typ", type).claims(claims).sign();
  }

  private Path keyFile() throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(key.privateKey().getEncoded());
    return Files.writeString(
        folder.resolve("key.pem"),
        "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
  }

  /** The verdict and the open forms of each hole that was tried and is not refused. */
  private Map<String, String> attack(String token, Class<?> application, String... settings)
      throws IOException {
    try (ConfigurableApplicationContext running =
        new SpringApplicationBuilder(application)
            .run(
                concat(
                    settings,
                    "--server.port=0",
                    "--spring.main.banner-mode=off",
                    NOT_OF_THE_EXAMPLE))) {
      String port = running.getEnvironment().getProperty("local.server.port");
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      Terminal terminal =
          new Terminal(
              new ByteArrayInputStream(token.getBytes(UTF_8)),
              new PrintStream(out, false, UTF_8),
              new PrintStream(err, false, UTF_8),
              Set.of(),
              Map.of());
      new CommandLine(new AttackCommand(terminal, InstantSource.system()))
          .execute(
              "http://localhost:" + port + "/orders",
              "--json",
              "--rate",
              "1000",
              "--jwks",
              keysUrl(),
              "--signing-key",
              keyFile().toString());
      assertThat(out.toString(UTF_8)).as(err.toString(UTF_8)).startsWith("{");
      Map<String, String> findings = new TreeMap<>();
      for (Json finding : Json.parse(out.toString(UTF_8)).at("findings").items()) {
        if (!finding.text("verdict").equals("refused")) {
          findings.put(
              finding.text("hole"),
              finding.text("verdict")
                  + " "
                  + finding.at("open").items().stream().map(Json::text).toList());
        }
      }
      return findings;
    }
  }

  private static String[] concat(String[] some, String... more) {
    String[] all = new String[some.length + more.length];
    System.arraycopy(some, 0, all, 0, some.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }

  @Test
  void theStarterRefusesEverything() throws IOException {
    assertThat(
            attack(
                token("at+jwt"),
                WithTheStarter.class,
                "--signet.resource-server.issuer=" + issuerUrl(),
                "--signet.resource-server.audience=" + AUDIENCE))
        // Asked of HS256 alone.
        .containsOnly(Map.entry("weak-secret", "untried []"));
  }

  @Test
  void springSecurityAloneHasTheFindingsOfItsDefaults() throws IOException {
    assertThat(
            attack(
                tokenWithUrlLetters(),
                OfSpringSecurityAlone.class,
                "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri=" + keysUrl(),
                "--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + issuerUrl(),
                "--spring.security.oauth2.resourceserver.jwt.audiences=" + AUDIENCE,
                "--spring.security.oauth2.resourceserver.jwt.jws-algorithms=ES256"))
        .containsOnly(
            Map.entry("weak-secret", "untried []"),
            Map.entry("critical", "open [crit empty]"),
            Map.entry("no-expiry", "open [exp missing, exp null]"),
            Map.entry(
                "lax-text",
                "open [signature, padding, signature, one =, signature, standard alphabet,"
                    + " signature, stray bits]"));
  }

  /** So that its signature can be written in the other alphabet of base64 too. */
  private String tokenWithUrlLetters() {
    String token;
    do {
      token = token("JWT");
    } while (!token.substring(token.lastIndexOf('.')).matches(".*[-_].*"));
    return token;
  }
}
