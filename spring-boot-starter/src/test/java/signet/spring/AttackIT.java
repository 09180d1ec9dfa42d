package signet.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
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
import signet.testkit.json.Json;

/**
 * {@code signet attack} on an application with the starter, which has no hole, and on one with
 * Spring Security alone, whose findings are those of its defaults: so that a change of either is
 * seen.
 */
final class AttackIT {
  /** The application with the starter. */
  @SpringBootConfiguration
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
  @SpringBootConfiguration
  @EnableAutoConfiguration(
      exclude = {
        SignetAutoConfiguration.class,
        SignetHealthAutoConfiguration.class,
        SignetMetricsAutoConfiguration.class,
        SignetTransactionAutoConfiguration.class,
        SignetWebAutoConfiguration.class
      })
  @RestController
  static class OfSpringSecurityAlone {
    @GetMapping("/orders")
    String orders() {
      return "orders";
    }
  }

  @TempDir private Path folder;

  /** The verdict and the open forms of each hole that was tried and is not refused. */
  private Map<String, String> attack(
      IssuingServer issuer, String token, Class<?> application, String... settings) {
    try (ConfigurableApplicationContext running =
        new SpringApplicationBuilder(application)
            .run(concat(settings, "--server.port=0", "--spring.main.banner-mode=off"))) {
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
              issuer.issuer() + "/.well-known/jwks.json",
              "--signing-key",
              issuer.writeKey(folder.resolve("key.pem")).toString());
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
  void theStarterRefusesEverything() {
    try (IssuingServer issuer = new IssuingServer()) {
      assertThat(
              attack(
                  issuer,
                  issuer.token().sign(),
                  WithTheStarter.class,
                  "--signet.resource-server.issuer=" + issuer.issuer(),
                  "--signet.resource-server.audience=" + IssuingServer.AUDIENCE))
          // Asked of HS256 alone.
          .containsOnly(Map.entry("weak-secret", "untried []"));
    }
  }

  @Test
  void springSecurityAloneHasTheFindingsOfItsDefaults() {
    try (IssuingServer issuer = new IssuingServer()) {
      assertThat(
              attack(
                  issuer,
                  tokenWithUrlLetters(issuer),
                  OfSpringSecurityAlone.class,
                  "--spring.security.oauth2.resourceserver.jwt.jwk-set-uri="
                      + issuer.issuer()
                      + "/.well-known/jwks.json",
                  "--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + issuer.issuer(),
                  "--spring.security.oauth2.resourceserver.jwt.audiences=" + IssuingServer.AUDIENCE,
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
  }

  /** So that its signature can be written in the other alphabet of base64 too. */
  private static String tokenWithUrlLetters(IssuingServer issuer) {
    String token;
    do {
      token = issuer.token().header("typ", "JWT").sign();
    } while (!token.substring(token.lastIndexOf('.')).matches(".*[-_].*"));
    return token;
  }
}
