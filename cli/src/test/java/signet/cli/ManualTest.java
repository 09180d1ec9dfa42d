package signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.Requirement;

/** Manual pages and completion, made of what the help is made of. */
final class ManualTest {
  @TempDir private Path folder;

  @Test
  void everyCommandHasAManualPage() throws Exception {
    CommandRun run = CommandRun.of("", "man", "--all", folder.toString());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(HelpTest.commands())
        .allSatisfy(
            command -> {
              String page =
                  Files.readString(folder.resolve("signet-" + command.replace(' ', '-') + ".1"));
              assertThat(page).startsWith(".TH SIGNET-").contains(".SH NAME\nsignet\\-");
              assertThat(page).contains(".SH SYNOPSIS", ".SH EXAMPLES", "\\-\\-help");
            });
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize((int) HelpTest.commands().count() + 1);
    }
  }

  @Test
  void aPageSaysWhatTheHelpSays() {
    String page = CommandRun.of("", "man", "token", "explain").out();
    assertThat(page)
        .contains(".B \\-\\-server URL\n", ".B \\-\\-scope SCOPE\n", ".SH EXIT STATUS\n0 valid")
        .contains("  signet token explain \\-\\-secret\\-file secret <token.txt")
        .contains(".SH ARGUMENTS\n.TP\n.B TEXT\n")
        .doesNotContain("${", "%%");
    assertThat(page.lines()).noneMatch(line -> line.startsWith("'"));
    assertThat(CommandRun.of("", "man", "token", "none").err())
        .contains("there is no command 'token none'");
    assertThat(CommandRun.of("", "man", "--all", folder.resolve("absent").toString()).status())
        .isEqualTo(2);
  }

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    Path script = folder.resolve("completion.bash");
    Files.writeString(script, CommandRun.of("", "completion", "bash").out());
    assertThat(complete(script, "signet tok")).isEqualTo("token");
    assertThat(complete(script, "signet token exp")).isEqualTo("explain");
    assertThat(complete(script, "signet token explain --serv")).contains("--server", "--service");
    assertThat(complete(script, "signet completion f")).isEqualTo("fish");
  }

  private String complete(Path script, String line) throws Exception {
    return run(
        "bash",
        "--norc",
        "-c",
        "source '"
            + script
            + "'; words='"
            + line
            + "'; COMP_LINE=$words; COMP_POINT=${#words}; COMP_WORDS=($words);"
            + " COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=(); _complete_signet;"
            + " echo ${COMPREPLY[@]}");
  }

  /** What a shell says, without its user's settings. */
  private String run(String... command) throws Exception {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("TERM", "dumb");
    Process shell = builder.directory(folder.toFile()).start();
    assertThat(shell.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return Files.readString(output, UTF_8).strip();
  }

  @Test
  void zshCompletesWhatIsTyped() throws Exception {
    Requirement.command("zsh", "zsh (Debian)").orSkip(Assumptions::abort);
    Path script = folder.resolve("completion.zsh");
    Files.writeString(script, CommandRun.of("", "completion", "zsh").out());
    // Completion is for those who sit at a terminal, so zsh gets one.
    String typing =
        """
        zmodload zsh/zpty
        zpty z zsh -f -i
        zpty -w z "stty -echo; PS1=; autoload -Uz compinit; compinit -u -D; source '%s'; print re''ady"
        zpty -r -m z out '*ready*'
        for line in 'signet token expl' 'signet completion f' 'signet token explain --serve'; do
          zpty -n -w z $line$'\t =='
          zpty -r -m z out '*==*' && print -r -- ${out//$'\b'/}
          zpty -n -w z $'\\x15'
        done
        zpty -d z
        """
            .formatted(script);
    Path program = Files.writeString(folder.resolve("typing.zsh"), typing);
    assertThat(run("zsh", "-f", program.toString()))
        .contains("signet token explain", "signet completion fish", "--server");
  }

  @Test
  void fishCompletesCommandsOptionsAndTheirValues() throws Exception {
    Requirement.command("fish", "fish (Debian)").orSkip(Assumptions::abort);
    Path script = folder.resolve("completion.fish");
    Files.writeString(script, CommandRun.of("", "completion", "fish").out());
    String lines =
        Stream.of(
                "signet token exp",
                "signet completion f",
                "signet token explain --server http://id.example --scop",
                "signet to")
            .map(line -> "complete -C '" + line + "' | string split -f 1 \\t")
            .collect(Collectors.joining("; echo ==; "));
    String answer = run("fish", "--no-config", "-c", "source '" + script + "'; " + lines);
    assertThat(answer.split("\\s*==\n", -1))
        .as(answer)
        .containsExactly("explain", "fish", "--scope", "token");
  }

  @Test
  void zshGetsTheSameScriptAndFishItsOwn() {
    assertThat(CommandRun.of("", "completion", "zsh").out()).contains("bashcompinit");
    String fish = CommandRun.of("", "completion", "fish").out();
    assertThat(fish.lines())
        .contains(
            "complete -c signet -f -n '__signet_is token' -a explain -d 'Says why a token is"
                + " refused, and what to do next.'")
        .anyMatch(
            line ->
                line.startsWith(
                    "complete -c signet -n '__signet_begins token explain' -l scope -r"));
    // Quotes are in pairs, so that no description ends a string early.
    assertThat(fish.lines().filter(line -> line.startsWith("complete")))
        .allMatch(line -> line.replace("\\'", "").chars().filter(c -> c == '\'').count() % 2 == 0);
    assertThat(CommandRun.of("", "completion", "csh").status()).isEqualTo(2);
  }
}
