package signet.cli.server;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.server.user.Role;
import signet.server.user.User;

/** {@code signet user add}: a user who may log in at once. */
@Command(
    name = "add",
    sortOptions = false,
    description = "Adds a user.",
    footer = {
      "",
      "The password is asked for twice without echo at a terminal, otherwise it is",
      "one line of standard input. It never stands on the command line.",
      "",
      "The command works on the data folder itself where no server runs on it, before",
      "the first start too, and through the running server where one does.",
      "",
      "Examples:",
      "  signet user add alice",
      "  signet user add root --admin --data /var/lib/signet",
      "  signet user add bob --role clerk --role auditor <password.txt"
    })
public final class UserAddCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "What the user logs in with.")
  private String name;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "A role that tokens will carry; repeat it for several.")
  private List<String> roles = List.of();

  @Option(
      names = "--admin",
      description = "An administrator: the role admin, which may ask for signet:admin.")
  private boolean admin;

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public UserAddCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, OperatorException {
    Set<String> all = new LinkedHashSet<>(roles);
    if (admin) {
      all.add(Role.ADMIN);
    }
    String password = terminal.readNewPassword("Password for " + name);
    return data.administer(
        terminal,
        administration -> {
          User user = administration.users().add(name, password, all);
          terminal.err().println("added " + user.name() + " (" + user.id() + ")");
        });
  }
}
