package signet.cli.server;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;

/** {@code signet session fence}: ends every session and starts a new revocation feed. */
@Command(
    name = "fence",
    sortOptions = false,
    description = "Ends all sessions of everybody: after a backup was restored.",
    footer = {
      "",
      "A restored database holds sessions that were ended after the backup. This ends",
      "them all, and verifiers start with a new revocation feed.",
      "",
      "Examples:",
      "  signet session fence",
      "  signet session fence --yes"
    })
public final class SessionFenceCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--yes", description = "Do it without asking.")
  private boolean yes;

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public SessionFenceCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    if (!yes && !terminal.confirms("This logs everybody out.")) {
      throw OperatorException.usage("nothing was done; add --yes to end all sessions");
    }
    return data.administer(
        terminal,
        administration -> {
          int ended = administration.sessions().fence();
          terminal.err().println("ended " + ended + (ended == 1 ? " session" : " sessions"));
        });
  }
}
