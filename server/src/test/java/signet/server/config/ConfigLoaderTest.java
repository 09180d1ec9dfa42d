package signet.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.runtime.start.StartupException;

/** Where settings are read from, and how what is wrong with them is told. */
final class ConfigLoaderTest {
  @TempDir Path folder;

  @Test
  void aKeyMayBeWrittenWithDots() throws IOException {
    ServerConfig config = yaml("tokens.access.lifetime: 5m\nclients.default.scopes: [orders]\n");
    assertThat(config.accessTokens().lifetime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.clients().getFirst().scopes()).containsExactly("orders");
  }

  @Test
  void aKeyThatStandsTwiceInTwoFormsIsRefused() {
    assertThatThrownBy(
            () -> yaml("tokens.access.lifetime: 5m\ntokens:\n  access:\n    lifetime: 6m\n"))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("tokens.access.lifetime stands twice");
  }

  @Test
  void environmentWinsOverYamlAndFlagsOverBoth() throws IOException {
    Path file = write("port: 1000\nhost: 127.0.0.2\ntokens: {access: {lifetime: 1m}}\n");
    Map<String, String> environment =
        Map.of("SIGNET_PORT", "2000", "SIGNET_TOKENS_ACCESS_LIFETIME", "2m");

    ServerConfig config = ConfigLoader.load(Optional.of(file), environment, Map.of("port", "3000"));

    assertThat(config.listen())
        .isEqualTo(new ServerConfig.Listen("127.0.0.2", 3000, Optional.empty()));
    assertThat(config.accessTokens().lifetime()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void variablesOfOthersAreIgnored() {
    Map<String, String> environment = Map.of("SIGNET_SERVICE_HOST", "10.0.0.1", "PORT", "1");

    assertThat(ConfigLoader.load(Optional.empty(), environment, Map.of()).listen().port())
        .isEqualTo(8420);
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    List<String> problems =
        problems(
            Map.of("port", "70000", "tokens.access.lifetime", "2h", "issuer", "nonsense", "x", ""));

    assertThat(problems)
        .containsExactlyInAnyOrder(
            "unknown setting x in the command line: remove it",
            "issuer must be an absolute URI, not \"nonsense\" (set in the command line)",
            "port must be a whole number from 0 to 65535, not \"70000\" (set in the command line)",
            "tokens.access.lifetime must be a time from 1s to 3600s, such as 30s, 15m or 1h, not"
                + " \"2h\" (set in the command line)");
  }

  @Test
  void rejectsNamedFileThatIsMissing() {
    assertThat(problems(Optional.of(folder.resolve("none.yaml")), Map.of(), Map.of()))
        .hasSize(1)
        .first()
        .asString()
        .contains("none.yaml cannot be read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "port: 1\nsecret-value",
        "port: 1\nport: secret-value\n",
        "- secret-value",
        "port: *x"
      })
  void rejectsBadYamlWithoutQuotingIt(String yaml) throws IOException {
    assertThat(problems(Optional.of(write(yaml)), Map.of(), Map.of()))
        .hasSize(1)
        .first()
        .asString()
        .contains("signet.yaml")
        .doesNotContain("secret-value");
  }

  @Test
  void configurationProblemsEndWithTwo() {
    assertThat(failure(Optional.empty(), Map.of(), Map.of("port", "x")).exitCode()).isEqualTo(2);
  }

  private ServerConfig yaml(String text) throws IOException {
    return ConfigLoader.load(Optional.of(write(text)), Map.of(), Map.of());
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("signet.yaml"), text);
  }

  private static List<String> problems(Map<String, String> flags) {
    return problems(Optional.empty(), Map.of(), flags);
  }

  private static List<String> problems(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
    return failure(file, environment, flags).problems();
  }

  private static StartupException failure(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
    return catchThrowableOfType(
        StartupException.class, () -> ConfigLoader.load(file, environment, flags));
  }
}
