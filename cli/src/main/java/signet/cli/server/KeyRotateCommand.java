package signet.cli.server;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;

/** {@code signet key rotate}: lets the standby sign now. */
@Command(
    name = "rotate",
    sortOptions = false,
    description = "Lets the standby sign now instead of the key that does.",
    footer = {
      "",
      "Keys rotate by themselves (keys.rotation); this does it earlier. Nobody's token",
      "is refused: verifiers have the standby, and the old key stays published until",
      "its last token has expired. Before verifiers can be sure to have the standby",
      "this is refused.",
      "",
      "Examples:",
      "  signet key rotate"
    })
public final class KeyRotateCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--force", description = "Though verifiers may not have the standby yet.")
  private boolean force;

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public KeyRotateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    return data.administer(
        terminal,
        administration ->
            terminal
                .err()
                .println("now signs: " + administration.keys().rotate(force).activeKid()));
  }
}
