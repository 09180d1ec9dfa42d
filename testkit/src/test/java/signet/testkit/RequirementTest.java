package signet.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequirementTest {
  private final List<String> skips = new ArrayList<>();

  @Test
  void absentCommandSkipsWithALineThatNamesWhatToInstall() {
    Requirement absent = Requirement.command("no-such-command", "some-package (Debian)");
    absent.orSkip(skips::add, false);
    assertThat(skips)
        .containsExactly(
            "skipped: the command no-such-command is missing, install some-package (Debian)");
  }

  @Test
  void absentCommandFailsWhereSkippingIsForbidden() {
    Requirement absent = Requirement.command("no-such-command", "some-package (Debian)");
    assertThatThrownBy(() -> absent.orSkip(skips::add, true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("some-package (Debian)");
    assertThat(skips).isEmpty();
  }

  @Test
  void presentCommandDoesNothing() {
    Requirement.command("sh", "dash (Debian)").orSkip(skips::add, true);
    assertThat(skips).isEmpty();
  }
}
