package signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** {@code docs/reference/command-line.md}, made of what the help and the manual are made of. */
final class CommandLineReferenceTest {
  private static final Path PAGE =
      Path.of(System.getProperty("signet.root", ".."), "docs/reference/command-line.md");
  private static final String HEAD =
      """
      # Command line

      What `signet COMMAND --help` prints, of every command. `signet man COMMAND | man -l -` shows a manual page, `signet completion SHELL` prints what
      a shell needs to complete.

      | exit status | |
      |---|---|
      | 0 | done; the token is valid, nothing was found |
      | 1 | it did not work, as where the server that a command administers (`--server`) or a database could not be reached; a token was refused, something was found |
      | 2 | wrong usage or configuration; for `signet attack` also: nothing to compare with |
      | 3 | the keys to verify with could not be had, from a file or from a server; for `signet doctor`: the server could not be reached |
      | 70 | a defect in Signet; `SIGNET_DEBUG=1` in the environment shows where |

      This page is generated: `mvn -pl cli -am test -Dtest=CommandLineReferenceTest -Dsignet.write-docs=true
      -Dsurefire.failIfNoSpecifiedTests=false`.
      """;

  private static String page() {
    StringBuilder page = new StringBuilder(HEAD);
    Map<String, CommandLine> commands = new TreeMap<>();
    collect(HelpTest.everyCommand(), commands);
    commands.forEach((name, command) -> page.append(section(name, command)));
    return page.toString();
  }

  private static void collect(CommandLine from, Map<String, CommandLine> into) {
    for (CommandLine command : from.getSubcommands().values()) {
      CommandSpec spec = command.getCommandSpec();
      into.put(spec.qualifiedName(" "), command);
      collect(command, into);
    }
  }

  private static String section(String name, CommandLine command) {
    command.setUsageHelpWidth(80);
    command.setUsageHelpAutoWidth(false);
    return "\n## %s\n\n```text\n%s```\n"
        .formatted(name, command.getUsageMessage(Ansi.OFF).replaceAll("(?m) +$", ""));
  }

  @Test
  void isThePageInTheDocs() throws IOException {
    if (Boolean.getBoolean("signet.write-docs")) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE))
        .as("out of date: its head says how to write it anew")
        .isEqualTo(page());
  }

  @Test
  void hasASectionForEveryCommand() {
    String page = page();
    assertThat(HelpTest.commands())
        .allSatisfy(command -> assertThat(page).contains("\n## signet " + command + "\n"));
  }
}
