package signet.cli.server;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group {@code signet session}. */
@Command(
    name = "session",
    description = "Lists and ends sessions, with the server running or not.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Examples:", "  signet session list", "  signet session revoke --user alice"})
public final class SessionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do with sessions: list, revoke or fence");
  }
}
