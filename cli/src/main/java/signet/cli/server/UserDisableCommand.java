package signet.cli.server;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.server.user.User;

/** {@code signet user disable}: the user may not log in or refresh until enabled again. */
@Command(
    name = "disable",
    sortOptions = false,
    description = "Forbids a user to log in and refresh.",
    footer = {
      "",
      "Access tokens that are out are revoked. The sessions are not ended: they work",
      "again once the user is enabled. To end them too:",
      "",
      "  signet session revoke --user alice",
      "",
      "Examples:",
      "  signet user disable alice"
    })
public final class UserDisableCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "What the user logs in with.")
  private String name;

  @Mixin private SpreadOptions spread = new SpreadOptions();

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public UserDisableCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    return data.administer(
        terminal,
        administration ->
            spread.revoke(
                terminal,
                administration,
                () -> {
                  User user = AdministrationOptions.user(administration, name);
                  administration.users().setEnabled(user.id(), false);
                  terminal.err().println("disabled " + user.name());
                }));
  }
}
