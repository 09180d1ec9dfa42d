package signet.cli.server;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;

/** {@code signet client remove}: a client gets no more tokens. */
@Command(
    name = "remove",
    sortOptions = false,
    description = "Removes a client.",
    footer = {
      "",
      "The access tokens that it asked for itself are revoked, and the sessions begun",
      "through it are ended.",
      "",
      "Examples:",
      "  signet client remove billing"
    })
public final class ClientRemoveCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "Its client_id.")
  private String name;

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public ClientRemoveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    return data.administer(
        terminal,
        administration -> {
          int ended = administration.clients().remove(name);
          terminal
              .err()
              .println(
                  "removed the client "
                      + name
                      + ", ended "
                      + ended
                      + (ended == 1 ? " session" : " sessions"));
        });
  }
}
