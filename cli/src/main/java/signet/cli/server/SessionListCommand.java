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
import signet.server.admin.SessionAdministration;
import signet.server.session.Session;

/** {@code signet session list}: the sessions that live, a line each. */
@Command(
    name = "list",
    sortOptions = false,
    description = "Lists the sessions that live, the newest first, a line each.",
    footer = {
      "",
      "Examples:",
      "  signet session list --user alice",
      "  signet session list --json | jq .device.address"
    })
public final class SessionListCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--user", paramLabel = "NAME", description = "Of this user alone.")
  private Optional<String> user;

  @Option(names = "--json", description = "Print a line of JSON for each.")
  private boolean json;

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public SessionListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    return data.administer(
        terminal,
        administration -> {
          Optional<String> id =
              user.isEmpty()
                  ? Optional.empty()
                  : Optional.of(AdministrationOptions.user(administration, user.get()).id());
          printAll(administration.sessions(), id);
        });
  }

  private void printAll(SessionAdministration sessions, Optional<String> userId) {
    Optional<String> after = Optional.empty();
    List<Session> page;
    do {
      page = sessions.list(userId, after, Administration.MAX_PAGE);
      for (Session session : page) {
        print(session);
        after = Optional.of(session.sid());
      }
    } while (page.size() == Administration.MAX_PAGE);
  }

  private void print(Session session) {
    String agent = session.device().userAgent();
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("session_id", session.sid());
      object.put("sub", session.userId());
      object.put("client_id", session.clientId());
      object.put("scope", String.join(" ", session.scopes()));
      object.put("auth_time", session.authTime().toString());
      object.put("expires_at", session.expiresAt().toString());
      object.put("device", Map.of("address", session.device().address(), "user_agent", agent));
      terminal.out().println(JsonText.line(object));
    } else {
      String line =
          String.join(
              "  ",
              session.sid(),
              session.userId(),
              session.clientId(),
              session.authTime().toString(),
              session.device().address(),
              agent.isEmpty() ? "-" : agent);
      terminal.out().println(JsonText.printable(line));
    }
  }
}
