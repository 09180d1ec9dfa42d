package signet.cli.server;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.server.user.User;

/** {@code signet user enable}: the user may log in and refresh again. */
@Command(
    name = "enable",
    sortOptions = false,
    description = "Lets a disabled user in again.",
    footer = {"", "Examples:", "  signet user enable alice"})
public final class UserEnableCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "What the user logs in with.")
  private String name;

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public UserEnableCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    return data.administer(
        terminal,
        administration -> {
          User user = AdministrationOptions.user(administration, name);
          administration.users().setEnabled(user.id(), true);
          terminal.err().println("enabled " + user.name());
        });
  }
}
