package signet.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.runtime.start.StartupException;

/** Which values settings take and refuse, and what is said of it. */
final class RefusedValuesTest {
  private static ServerConfig flags(Map<String, String> flags) {
    return ConfigLoader.load(Optional.empty(), Map.of(), flags);
  }

  private static List<String> problems(Map<String, String> flags) {
    return catchThrowableOfType(StartupException.class, () -> flags(flags)).problems();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://auth.example.com",
        "http://localhost.example.com",
        "ftp://localhost",
        "https://auth.example.com/",
        "https://auth.example.com/a//b",
        "https://auth.example.com/..",
        "https://auth.example.com/:tenant",
        "https://auth.example.com/*",
        "https://auth.example.com/a%2fb",
        "https://auth.example.com?a=b",
        "https://auth.example.com#a",
        "https://user@auth.example.com",
        "https:",
        "/relative",
      })
  void rejectsIssuer(String issuer) {
    assertThat(problems(Map.of("issuer", issuer))).hasSize(1).first().asString().contains("issuer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://auth.example.com",
        "https://auth.example.com/tenant",
        "http://localhost:8420",
        "http://127.0.0.1:1",
        "http://[::1]:1",
      })
  void takesIssuer(String issuer) {
    assertThat(flags(Map.of("issuer", issuer)).issuer()).contains(issuer);
  }

  @Test
  void secretsAreRotatedWeeklyAndForASingleService() {
    assertThat(flags(Map.of("tokens.access.algorithm", "HS256")).keys().rotation())
        .isEqualTo(Duration.ofDays(7));
    assertThat(
            problems(
                Map.of(
                    "tokens.access.algorithm",
                    "HS256",
                    "clients.default.audiences",
                    "https://a.example.com,https://b.example.com")))
        .singleElement()
        .asString()
        .contains("HS256, which is for a single service", "take RS256 or ES256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS512", "none", "rs256", "ES257"})
  void rejectsAlgorithm(String algorithm) {
    assertThat(problems(Map.of("tokens.access.algorithm", algorithm)))
        .hasSize(1)
        .first()
        .asString()
        .contains("must be one of HS256", "RS256", "ES256", "Ed25519")
        .doesNotContain("HS384");
  }

  @ParameterizedTest
  @CsvSource({
    "tokens.access.lifetime, 0s",
    "tokens.access.lifetime, 61m",
    "tokens.access.lifetime, 15",
    "port, -1",
    "port, eighty",
    "password.hashing.memory, 4KiB",
    "password.hashing.memory, 19MB",
    "password.hashing.queue, 0",
    "limits.request-body, 2MiB",
    "host, no such host",
    "login.limits.here, 0",
    "proxies.trusted, 10.0.0.0/33",
    "proxies.trusted, proxy.example.com",
    "proxies.header, X-Real-IP",
    "signup.enabled, yes",
    "signup.roles, admin",
    "signup.roles, no role",
    "clients.default.scopes, signet:admin",
    "clients.default.scopes, two words",
    "clients.default.audiences, relative",
    "clients.default.audiences, https://api.example.com#fragment",
  })
  void rejectsValue(String key, String value) {
    assertThat(problems(Map.of(key, value))).hasSize(1).first().asString().startsWith(key);
  }

  @Test
  void rejectsMemoryTooSmallForTheLanes() {
    Map<String, String> flags =
        Map.of("password.hashing.memory", "8KiB", "password.hashing.parallelism", "2");

    assertThat(problems(flags))
        .containsExactly(
            "password.hashing.memory must be at least 8KiB times password.hashing.parallelism");
  }

  @Test
  void aCertificateWithoutItsKeyIsRefused() {
    assertThatThrownBy(() -> flags(Map.of("tls.certificate", "tls.crt")))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("tls.certificate and tls.key must be set together");
  }
}
