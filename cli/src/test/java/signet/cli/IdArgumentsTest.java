package signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.Terminal;

final class IdArgumentsTest {
  private static final String KID = "-1uILN5mvKqh-UFDSWopsGYMUsdvJucyLOuLbGiBeqg";
  private static final String SID = "-hFbGv0cTMCqWw0yXq1Ykw";

  @TempDir private Path folder;

  private static List<String> arranged(String... arguments) {
    Terminal terminal = new Terminal(System.in, System.out, System.err, Set.of(), Map.of());
    CommandLine root =
        new SignetCommandLine(terminal, InstantSource.fixed(CommandRun.NOW)).everyCommand();
    return List.of(IdArguments.behindOptions(root, arguments));
  }

  @Test
  void idThatBeginsWithADashComesBehindTheOptions() {
    assertThat(arranged("key", "compromise", KID, "--no-wait"))
        .containsExactly("key", "compromise", "--no-wait", "--", KID);
    assertThat(arranged("session", "revoke", SID, "--", "more"))
        .containsExactly("session", "revoke", "--", SID, "more");
  }

  @Test
  void othersStayWhereTheyAre() {
    String[] arguments = {"key", "compromise", "--no-wait", KID.substring(1)};
    assertThat(arranged(arguments)).containsExactly(arguments);
  }

  @Test
  void whatIsBehindTheOptionsStaysThere() {
    String[] arguments = {"key", "compromise", "--", KID};
    assertThat(arranged(arguments)).containsExactly(arguments);
  }

  @Test
  void valueOfAnOptionStaysWithIt() {
    assertThat(arranged("token", "revoke", "--jti", SID, "--no-wait"))
        .containsExactly("token", "revoke", "--jti=" + SID, "--no-wait");
  }

  @Test
  void keyWhoseIdBeginsWithADashIsLookedFor() {
    CommandRun run =
        CommandRun.of("", "key", "retire", KID, "--data", folder.resolve("data").toString());
    assertThat(run.status()).as(run.err()).isNotEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("there is no key");
  }
}
