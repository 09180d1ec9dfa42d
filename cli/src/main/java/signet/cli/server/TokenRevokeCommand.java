package signet.cli.server;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.cli.token.TokenInput;
import signet.server.admin.TokenAdministration;

/** {@code signet token revoke}: one access token no longer counts anywhere. */
@Command(
    name = "revoke",
    sortOptions = false,
    description = "Revokes one access token.",
    footer = {
      "",
      "The token must be one of this server that has not expired; by its jti it is",
      "revoked unseen. To end what it belongs to, see 'signet session revoke'.",
      "",
      "Examples:",
      "  signet token revoke <token.txt",
      "  signet token revoke --jti 3q2-7wAAB1cN5g0uXkXzLQ"
    })
public final class TokenRevokeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "TOKEN", description = TokenInput.HELP, arity = "0..1")
  private Optional<String> token;

  @Option(names = "--jti", paramLabel = "JTI", description = "Its jti, instead of the token.")
  private Optional<String> jti;

  @Mixin private SpreadOptions spread = new SpreadOptions();

  @Mixin private AdministrationOptions data = new AdministrationOptions();

  /** The command on these streams. */
  public TokenRevokeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    if (token.isPresent() && jti.isPresent()) {
      throw OperatorException.usage("give the token or its jti, not both");
    }
    // Before a data folder is locked: a terminal may take its time.
    String read = jti.isPresent() ? "" : new TokenInput(terminal).one(token);
    return data.administer(
        terminal,
        administration ->
            spread.revoke(
                terminal,
                administration,
                () -> {
                  TokenAdministration tokens = administration.tokens();
                  if (jti.isPresent()) {
                    tokens.revokeNamed(jti.get());
                  } else {
                    tokens.revoke(read);
                  }
                  terminal.err().println("revoked the token");
                }));
  }
}
