package signet.cli.server;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import signet.cli.json.JsonText;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.server.user.AttributeValue;

/** {@code signet user attribute}: what is known of a user beside the roles. */
@Command(
    name = "attribute",
    sortOptions = false,
    description = "Sets and shows attributes of a user, which clients map to claims.",
    footer = {
      "",
      "A value that reads as JSON number, true, false or array of strings is that;",
      "everything else is a string. NAME= without a value removes the attribute.",
      "The next refresh brings the new values; nothing is revoked.",
      "",
      "Examples:",
      "  signet user attribute alice department=sales level=3",
      "  signet user attribute alice 'teams=[\"north\",\"south\"]' level=",
      "  signet user attribute alice"
    })
public final class UserAttributeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "NAME", description = "What the user logs in with.")
  private String name;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ATTR=VALUE",
      description = "What to set; nothing shows the attributes.")
  private List<String> edits = List.of();

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public UserAttributeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    Map<String, Object> set = new LinkedHashMap<>();
    Set<String> removed = new HashSet<>();
    for (String edit : edits) {
      int equals = edit.indexOf('=');
      if (equals < 1) {
        throw OperatorException.usage("write an attribute as NAME=VALUE, not " + edit);
      }
      String value = edit.substring(equals + 1);
      if (value.isEmpty()) {
        removed.add(edit.substring(0, equals));
      } else {
        set.put(edit.substring(0, equals), AttributeValue.read(value).orElse(value));
      }
    }
    return data.administer(
        terminal,
        administration -> {
          String id = AdministrationOptions.user(administration, name).id();
          Map<String, Object> attributes =
              edits.isEmpty()
                  ? administration.attributes().list(id)
                  : administration.attributes().change(id, set, removed);
          attributes.forEach(
              (attribute, value) ->
                  terminal
                      .out()
                      .println(JsonText.printable(attribute + "=" + AttributeValue.write(value))));
        });
  }
}
