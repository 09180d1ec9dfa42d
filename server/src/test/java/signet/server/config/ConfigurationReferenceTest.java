package signet.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import signet.server.client.ClientSettings;

class ConfigurationReferenceTest {
  private static final Path PAGE = Path.of("../docs/reference/configuration.md");

  @Test
  void isThePageInTheDocs() throws IOException {
    if (Boolean.getBoolean("signet.write-docs")) {
      Files.writeString(PAGE, ConfigurationReference.page());
    }
    assertThat(Files.readString(PAGE))
        .as("out of date: its head says how to write it anew")
        .isEqualTo(ConfigurationReference.page());
  }

  @Test
  void describesEverySettingOfClients() {
    Set<String> settings = new TreeSet<>(ClientSettings.COMMON);
    settings.addAll(ClientSettings.OWN);
    settings.add(ClientSettings.CLAIMS_PREFIX + "ATTRIBUTE");

    assertThat(ConfigurationReference.OF_CLIENTS.keySet())
        .containsExactlyInAnyOrderElementsOf(settings);
  }

  @Test
  void describesEverySettingInASentence() {
    assertThat(Settings.ALL)
        .allSatisfy(
            setting ->
                assertThat(setting.description())
                    .as(setting.name())
                    .endsWith(".")
                    .doesNotContain("|", "\n"));
  }
}
