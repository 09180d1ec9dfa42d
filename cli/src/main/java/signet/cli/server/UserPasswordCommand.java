package signet.cli.server;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.server.user.User;

/** {@code signet user reset-password}: another password, by an administrator. */
@Command(
    name = "reset-password",
    sortOptions = false,
    description = "Gives a user another password and ends all sessions.",
    footer = {
      "",
      "The password is asked for twice without echo at a terminal, otherwise it is",
      "one line of standard input.",
      "",
      "Examples:",
      "  signet user reset-password alice",
      "  signet user reset-password bob <password.txt"
    })
public final class UserPasswordCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "What the user logs in with.")
  private String name;

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public UserPasswordCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    return data.administer(
        terminal,
        administration -> {
          User user = AdministrationOptions.user(administration, name);
          String password = terminal.readNewPassword("New password for " + name);
          administration.users().resetPassword(user.id(), password);
          terminal.err().println("changed the password of " + user.name() + ", ended all sessions");
        });
  }
}
