package signet.cli.server;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group {@code signet user}. */
@Command(
    name = "user",
    description = "Adds, lists and changes users, with the server running or not.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Examples:", "  signet user add alice --role clerk", "  signet user list"})
public final class UserCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do with users, such as add or list");
  }
}
