package signet.cli.server;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import signet.cli.json.JsonText;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.server.admin.Administration;
import signet.server.admin.UserAdministration;
import signet.server.user.User;

/** {@code signet user list}: every user, a line each, in the order of their names. */
@Command(
    name = "list",
    sortOptions = false,
    description = "Lists the users, a line each: name, subject, status, roles.",
    footer = {"", "Examples:", "  signet user list", "  signet user list --json | jq .name"})
public final class UserListCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--json", description = "Print a line of JSON for each.")
  private boolean json;

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public UserListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    return data.administer(terminal, administration -> printAll(administration.users()));
  }

  private void printAll(UserAdministration users) {
    Optional<String> after = Optional.empty();
    List<User> page;
    do {
      page = users.list(after, Administration.MAX_PAGE);
      for (User user : page) {
        print(user);
        after = Optional.of(user.name());
      }
    } while (page.size() == Administration.MAX_PAGE);
  }

  private void print(User user) {
    String status = user.enabled() ? "enabled" : "disabled";
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("name", user.name());
      object.put("sub", user.id());
      object.put("status", status);
      object.put("roles", user.roles());
      object.put("created_at", user.createdAt().toString());
      terminal.out().println(JsonText.line(object));
    } else {
      String roles = user.roles().isEmpty() ? "-" : String.join(",", user.roles());
      String line = String.join("  ", user.name(), user.id(), status, roles);
      terminal.out().println(JsonText.printable(line));
    }
  }
}
