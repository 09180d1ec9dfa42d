package signet.cli.server;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;

/** {@code signet client rotate-secret}: a new secret, the one before being valid beside it. */
@Command(
    name = "rotate-secret",
    sortOptions = false,
    description = "Gives a client a new secret.",
    footer = {
      "",
      "The new secret is the one line on standard output and is shown this once. The",
      "one before stays valid until the next rotation; run the command again with",
      "--alone once nobody uses it, or at once when it has leaked.",
      "",
      "Examples:",
      "  signet client rotate-secret billing >billing.secret",
      "  signet client rotate-secret billing --alone >billing.secret"
    })
public final class ClientSecretCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "Its client_id.")
  private String name;

  @Option(names = "--alone", description = "Refuse all secrets but the new one from now on.")
  private boolean alone;

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public ClientSecretCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    return data.administer(
        terminal,
        administration -> {
          String secret = administration.clients().rotateSecret(name, alone);
          terminal.err().println("the new secret of " + name + " is shown this once:");
          terminal.out().println(secret);
        });
  }
}
