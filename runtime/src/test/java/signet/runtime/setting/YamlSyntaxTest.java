package signet.runtime.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import signet.runtime.start.StartupException;

class YamlSyntaxTest {
  private static void assertRefused(String text, String end) {
    assertThatThrownBy(() -> YamlSyntax.parse("a.yaml", text))
        .isInstanceOf(StartupException.class)
        .hasMessage("the configuration file a.yaml " + end);
  }

  @Test
  void readsAMapAndNothingElse() {
    assertThat(YamlSyntax.parse("a.yaml", "a: {b: 1}")).isEqualTo(Map.of("a", Map.of("b", 1)));
    assertThat(YamlSyntax.parse("a.yaml", "# nothing")).isEmpty();
    assertRefused("- a", "must be a YAML map of settings");
  }

  @Test
  void tellsTheLineAndNothingOfWhatItHolds() {
    assertRefused("a: 1\nsecret: [x\n", "is not valid YAML (line 3)");
    assertRefused("a: 1\na: 2\n", "is not valid YAML (line 2)");
  }

  @Test
  void tellsOfTabs() {
    assertRefused("a:\n\tb: 1\n", "is not valid YAML (line 2): indent with spaces, not with tabs");
  }
}
