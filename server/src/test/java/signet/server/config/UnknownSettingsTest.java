package signet.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signet.runtime.start.StartupException;

/** What is said of settings that there are none of. */
final class UnknownSettingsTest {
  @TempDir Path folder;

  private static List<String> problems(Optional<Path> file, Map<String, String> flags) {
    return catchThrowableOfType(
            StartupException.class, () -> ConfigLoader.load(file, Map.of(), flags))
        .problems();
  }

  private static List<String> problems(Map<String, String> flags) {
    return problems(Optional.empty(), flags);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("signet.yaml"), text);
  }

  @ParameterizedTest
  @CsvSource({
    "prot, port",
    "token.access.lifetime, tokens.access.lifetime",
    "tokens.access.lifetimes, tokens.access.lifetime",
    "password.hashing.memroy, password.hashing.memory",
  })
  void unknownKeyAsksWhetherAnotherWasMeant(String unknown, String meant) {
    assertThat(problems(Map.of(unknown, "1")))
        .containsExactly(
            "unknown setting %s in the command line: did you mean %s?".formatted(unknown, meant));
  }

  @Test
  void unknownKeyInYamlNamesTheFile() throws IOException {
    Path file = write("tokens: {acces: {lifetime: 1m}}\n");

    assertThat(problems(Optional.of(file), Map.of()))
        .containsExactly(
            "unknown setting tokens.acces.lifetime in %s: did you mean tokens.access.lifetime?"
                .formatted(file));
  }

  @Test
  void unknownListIsToldOfOnce() throws IOException {
    Path file = write("proxies: {trustd: [a, b]}\n");

    assertThat(problems(Optional.of(file), Map.of()))
        .containsExactly(
            "unknown setting proxies.trustd in %s: did you mean proxies.trusted?".formatted(file));
  }

  @Test
  void keyThatResemblesNoneIsToBeRemoved() {
    assertThat(problems(Map.of("favourite-colour", "blue")))
        .containsExactly("unknown setting favourite-colour in the command line: remove it");
  }
}
