package signet.cli.server;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;

/** {@code signet key retire}: withdraws a key. */
@Command(
    name = "retire",
    sortOptions = false,
    description = "Withdraws a key from the published set.",
    footer = {
      "",
      "Keys retire by themselves when their last token has expired; before that, or",
      "while a key signs or is the standby, this is refused. For a key that others",
      "may have there is 'signet key compromise'.",
      "",
      "Examples:",
      "  signet key retire Vb3I-WhHrT5rYNFfAGDcnc5sI1DOo5hpbjyDjzfBVFY"
    })
public final class KeyRetireCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "KID", description = "The key.")
  private String kid = "";

  @Option(names = "--force", description = "Though it is needed.")
  private boolean force;

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public KeyRetireCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    return data.administer(
        terminal,
        administration ->
            terminal
                .err()
                .println(
                    "retired; signs: " + administration.keys().retire(kid, force).activeKid()));
  }
}
