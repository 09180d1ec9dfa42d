package signet.cli.server;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.server.admin.SessionAdministration;

/** {@code signet session revoke}: ends one session, or all of a user. */
@Command(
    name = "revoke",
    sortOptions = false,
    description = "Ends a session, or all sessions of a user.",
    footer = {
      "",
      "Access tokens of the session are revoked with it.",
      "",
      "Examples:",
      "  signet session revoke 7dFbGv0cTMCqWw0yXq1Ykw",
      "  signet session revoke --user alice"
    })
public final class SessionRevokeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @ArgGroup(multiplicity = "1")
  private Whose whose;

  private static final class Whose {
    @Parameters(paramLabel = "SID", description = "The session.", arity = "0..1")
    private Optional<String> sid;

    @Option(names = "--user", paramLabel = "NAME", description = "All sessions of this user.")
    private Optional<String> user;
  }

  @Mixin private SpreadOptions spread = new SpreadOptions();

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public SessionRevokeCommand(Terminal terminal) {
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
                  SessionAdministration sessions = administration.sessions();
                  if (whose.user.isPresent()) {
                    int ended =
                        sessions.revokeAll(
                            AdministrationOptions.user(administration, whose.user.get()).id());
                    terminal
                        .err()
                        .println("ended " + ended + (ended == 1 ? " session" : " sessions"));
                  } else {
                    sessions.revoke(whose.sid.orElse(""));
                    terminal.err().println("ended the session");
                  }
                }));
  }
}
