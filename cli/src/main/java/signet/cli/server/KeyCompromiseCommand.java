package signet.cli.server;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.server.key.KeyOperations;

/** {@code signet key compromise}: withdraws a key that others have. */
@Command(
    name = "compromise",
    sortOptions = false,
    description = "Withdraws a key that others have, and revokes all it ever signed.",
    footer = {
      "",
      "The standby signs at once. Access tokens of the key are refused; sessions live",
      "on, since refresh tokens do not depend on it: honest users get a new access",
      "token with their next refresh. There is no way back.",
      "",
      "Examples:",
      "  signet key compromise Vb3I-WhHrT5rYNFfAGDcnc5sI1DOo5hpbjyDjzfBVFY",
      "  signet key compromise Vb3I-WhHrT5rYNFfAGDcnc5sI1DOo5hpbjyDjzfBVFY \\",
      "    --and-sessions"
    })
public final class KeyCompromiseCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "KID", description = "The key.")
  private String kid = "";

  @Option(names = "--and-sessions", description = "End all sessions of everybody too.")
  private boolean andSessions;

  @Mixin private SpreadOptions spread = new SpreadOptions();

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public KeyCompromiseCommand(Terminal terminal) {
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
                  KeyOperations.Done done = administration.keys().compromise(kid, andSessions);
                  terminal.err().println("withdrawn; now signs: " + done.activeKid());
                  if (andSessions) {
                    terminal.err().println("ended sessions: " + done.endedSessions());
                  }
                }));
  }
}
