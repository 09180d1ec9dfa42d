package signet.cli.server;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.server.account.RoleEdit;
import signet.server.user.User;

/** {@code signet user roles}: roles given and taken. */
@Command(
    name = "roles",
    sortOptions = false,
    description = "Gives a user roles (+role) and takes others (-role).",
    footer = {
      "",
      "The sessions live on; their next refresh brings the new roles. Access tokens",
      "with the old ones are revoked.",
      "",
      "Examples:",
      "  signet user roles alice +auditor -clerk",
      "  signet user roles alice"
    })
public final class UserRolesCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "NAME", description = "What the user logs in with.")
  private String name;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "+ROLE|-ROLE",
      description = "What to give and to take; nothing shows the roles.")
  private List<String> edits = List.of();

  @Mixin private SpreadOptions spread = new SpreadOptions();

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  private UserRolesCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command on these streams, which takes a role to take for no option. */
  public static CommandSpec on(Terminal terminal) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new UserRolesCommand(terminal));
    spec.parser()
        .unmatchedOptionsArePositionalParams(true)
        .posixClusteredShortOptionsAllowed(false);
    return spec;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    RoleEdit edit = edit();
    return data.administer(
        terminal,
        administration -> {
          User user = AdministrationOptions.user(administration, name);
          if (edits.isEmpty()) {
            print(user);
          } else {
            spread.revoke(
                terminal,
                administration,
                () -> print(administration.users().editRoles(user.id(), edit)));
          }
        });
  }

  private void print(User user) {
    terminal.out().println(user.roles().isEmpty() ? "-" : String.join(",", user.roles()));
  }

  private RoleEdit edit() throws OperatorException {
    Set<String> added = new LinkedHashSet<>();
    Set<String> removed = new LinkedHashSet<>();
    for (String edit : edits) {
      if (edit.startsWith("+")) {
        added.add(edit.substring(1));
      } else if (edit.startsWith("-")) {
        removed.add(edit.substring(1));
      } else {
        throw OperatorException.usage(
            "write +" + edit + " to give a role, -" + edit + " to take it");
      }
    }
    return new RoleEdit(added, removed);
  }
}
