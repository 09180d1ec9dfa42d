package signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import signet.cli.terminal.Terminal;

final class HelpTest {
  private static final String ESCAPE = "\u001b[";

  static Stream<String> commands() {
    return paths("", everyCommand());
  }

  static CommandLine everyCommand() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Terminal terminal =
        new Terminal(InputStream.nullInputStream(), nowhere, nowhere, Set.of(), Map.of());
    return new SignetCommandLine(terminal, InstantSource.system()).everyCommand();
  }

  private static Stream<String> paths(String before, CommandLine command) {
    return command.getSubcommands().entrySet().stream()
        .flatMap(
            sub -> {
              String path = (before + " " + sub.getKey()).strip();
              return Stream.concat(Stream.of(path), paths(path, sub.getValue()));
            });
  }

  @Test
  void everyCommandIsAsked() {
    assertThat(commands()).hasSizeGreaterThan(40).contains("token explain", "doctor", "man");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithExamplesInEightyColumns(String command) {
    CommandRun help = CommandRun.of("", (command + " --help").split(" ", -1));
    assertThat(help.status()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .startsWith("Usage: signet " + command)
        .contains("Examples:\n", "  signet " + command.split(" ", 2)[0]);
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
  @ValueSource(strings = {"token verify", "token explain", "token decode"})
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
