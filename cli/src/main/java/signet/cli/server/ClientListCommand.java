package signet.cli.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import signet.cli.json.JsonText;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;

/** {@code signet client list}: every client, a line each. */
@Command(
    name = "list",
    sortOptions = false,
    description = "Lists the clients, a line each: name, source, channel, grants, scopes.",
    footer = {
      "",
      "The source is configuration or store; those of the configuration are changed",
      "there.",
      "",
      "Examples:",
      "  signet client list",
      "  signet client list --json | jq .client_id"
    })
public final class ClientListCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--json", description = "Print a line of JSON for each.")
  private boolean json;

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public ClientListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    return data.administer(
        terminal, administration -> administration.clients().list().forEach(this::print));
  }

  private void print(JsonObject client) {
    if (json) {
      terminal.out().println(JsonText.printable(client.encode()));
    } else {
      String line =
          String.join(
              "  ",
              client.getString("client_id"),
              client.getString("source"),
              client.getString("channel"),
              words(client.getJsonArray("grants")),
              words(client.getJsonArray("scopes")));
      terminal.out().println(JsonText.printable(line));
    }
  }

  private static String words(JsonArray words) {
    return words.isEmpty() ? "-" : String.join(",", words.stream().map(String::valueOf).toList());
  }
}
