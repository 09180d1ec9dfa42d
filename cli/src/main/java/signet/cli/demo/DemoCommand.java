package signet.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import signet.cli.option.DurationConverter;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.runtime.start.StartupException;

/** {@code signet demo}: the whole flow in one go, with every answer checked. */
@Command(
    name = "demo",
    sortOptions = false,
    description = "Tells the whole flow: login, token, API call, and forgeries that fail.",
    footer = {
      "",
      "Starts a server and a sample API on free ports with a temporary folder, and",
      "leaves nothing behind. Exit status: 0 if every answer was the right one,",
      "otherwise 1.",
      "",
      "Examples:",
      "  signet demo",
      "  signet demo --keep      go on serving, to try things by hand"
    })
public final class DemoCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--keep", description = "Leave server and API running and print addresses.")
  private boolean keep;

  // The usual one is long enough for the steps that need a live token on a slow machine, and short
  // enough to wait for. The training run of the start-up cache does not wait.
  @Option(
      names = "--token-lifetime",
      hidden = true,
      converter = DurationConverter.class,
      defaultValue = "5s")
  private Duration tokenLifetime;

  /** The command on these streams. */
  public DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, OperatorException, InterruptedException {
    // The story is on standard output; of the server's log only what goes wrong matters here.
    System.setProperty("logback.configurationFile", "signet/cli/demo/logback.xml");
    Story story = new Story(terminal);
    try (Stage stage = Stage.create()) {
      boolean right = new Demo(story, stage, tokenLifetime).tell();
      if (keep) {
        stage.start(Stage.USUAL_LIFETIME);
        tellAddresses(story, stage);
        // A signal ends the process, and the stage clears itself away.
        new CountDownLatch(1).await();
      }
      return right ? ExitCode.OK : ExitCode.FAILED;
    } catch (StartupException e) {
      throw OperatorException.failed(String.join("\n", e.problems()), e);
    }
  }

  private static void tellAddresses(Story story, Stage stage) {
    story.line("");
    story.line("Server and API go on running until Ctrl-C, with tokens of 15 minutes. Try:");
    story.line("  curl -s " + stage.issuer() + "/.well-known/jwks.json");
    story.line("  curl -s " + stage.issuer() + "/session/login \\");
    story.line("    -H 'Content-Type: application/json' \\");
    story.line(
        "    -d '{\"username\":\"" + Stage.USER + "\",\"password\":\"" + Stage.PASSWORD + "\"}'");
    story.line("  curl -si " + stage.api() + " -H \"Authorization: Bearer $TOKEN\"");
  }
}
