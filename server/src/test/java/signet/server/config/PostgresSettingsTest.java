package signet.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.runtime.start.StartupException;

final class PostgresSettingsTest {
  private static final String URL = "postgresql://localhost/signet";

  @Test
  void withoutAnAddressThereIsNoPostgresql() {
    assertThat(load(Map.of("database.user", "signet")).storage().postgres()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://db/signet, jdbc:postgresql://db/signet",
    "postgres://db:5433/signet, jdbc:postgresql://db:5433/signet",
    "jdbc:postgresql://db/signet, jdbc:postgresql://db/signet",
    "'postgresql://a:5432,b:5433/signet', 'jdbc:postgresql://a:5432,b:5433/signet'",
    "postgresql://[::1]:5432/signet, jdbc:postgresql://[::1]:5432/signet",
    "postgresql://db/s?sslmode=require, jdbc:postgresql://db/s?sslmode=require",
  })
  void takesTheAddressAsToolsWriteIt(String written, String forTheDriver) {
    assertThat(load(Map.of("database.url", written)).storage().postgres().orElseThrow().url())
        .isEqualTo(forTheDriver);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://alice:hunter2@db/signet",
        "postgresql://db/signet?password=hunter2",
        "postgresql://db/signet?sslmode=require&user=hunter2",
        "postgresql://db/signet?socketFactory=hunter2",
        "postgresql:///hunter2",
        "mysql://db/hunter2",
        "postgresql://db/",
        "db/hunter2",
      })
  void refusesOtherAddressesWithoutQuotingThem(String url) {
    assertThat(failure(Map.of("database.url", url)))
        .hasMessageContaining("database.url must")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void takesThePasswordFromAFileAndNeverShowsIt(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "hunter2\n");

    ServerConfig config =
        load(Map.of("database.url", URL, "database.password-file", file.toString()));

    assertThat(config.storage().postgres().orElseThrow().password()).contains("hunter2");
    assertThat(config.toString()).doesNotContain("hunter2");
  }

  @Test
  void refusesTwoPasswordsAndAFileThatIsNotThere(@TempDir Path folder) {
    String missing = folder.resolve("missing").toString();

    assertThat(
            failure(
                    Map.of(
                        "database.url",
                        URL,
                        "database.password",
                        "hunter2",
                        "database.password-file",
                        missing))
                .problems())
        .hasSize(2)
        .anyMatch(problem -> problem.contains("are both set"))
        .anyMatch(problem -> problem.contains("cannot be read"))
        .noneMatch(problem -> problem.contains("hunter2"));
  }

  private static ServerConfig load(Map<String, String> flags) {
    return ConfigLoader.load(Optional.empty(), Map.of(), flags);
  }

  private static StartupException failure(Map<String, String> flags) {
    return catchThrowableOfType(StartupException.class, () -> load(flags));
  }
}
