package signet.cli.server;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group {@code signet client}. */
@Command(
    name = "client",
    description = "Adds and removes clients, with the server running or not.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  signet client add billing --scope orders:read",
      "  signet client list"
    })
public final class ClientCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do with clients: add, list, remove or rotate-secret");
  }
}
