package signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HelpTest {
  private static final String ESCAPE = "\u001b[";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "gateway",
        "demo",
        "user add",
        "user list",
        "user disable",
        "user enable",
        "user roles",
        "user reset-password",
        "user import",
        "session list",
        "session revoke",
        "session fence",
        "backup",
        "restore",
        "audit",
        "audit export-history",
        "token decode",
        "token verify",
        "token sign",
        "token revoke",
        "key list",
        "key rotate",
        "key retire",
        "key compromise",
        "key export-public",
        "key generate",
        "key show"
      })
  void everyCommandHasHelpWithExamplesInEightyColumns(String command) {
    CommandRun help = CommandRun.of("", (command + " --help").split(" ", -1));
    assertThat(help.status()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .startsWith("Usage: signet " + command)
        .contains("Examples:\n", "  signet " + command);
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(help.out()).contains("-h, --help").doesNotContain("--version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "user", "session", "token", "key"})
  void everyGroupListsItsCommands(String group) {
    CommandRun help = CommandRun.of("", (group + " --help").strip().split(" ", -1));
    assertThat(help.status()).isZero();
    assertThat(help.out()).contains("Commands:");
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @ValueSource(strings = {"token verify", "token decode"})
  void helpWarnsOfTokensOnTheCommandLine(String command) {
    String help = CommandRun.of("", (command + " --help").split(" ", -1)).out();
    assertThat(help.replaceAll("\\s+", " ")).contains("arguments show in process lists");
  }

  @Test
  void coloursOnlyATerminalThatWantsThem() {
    assertThat(help(Set.of("out"), Map.of())).contains(ESCAPE);
    assertThat(help(Set.of(), Map.of())).doesNotContain(ESCAPE);
    assertThat(help(Set.of("out"), Map.of("NO_COLOR", "1"))).doesNotContain(ESCAPE);
    assertThat(help(Set.of("out"), Map.of("TERM", "dumb"))).doesNotContain(ESCAPE);
  }

  private static String help(Set<String> terminals, Map<String, String> environment) {
    return CommandRun.of(terminals, environment, new byte[0], "--help").out();
  }
}
