package signet.cli.token;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group {@code signet token}. */
@Command(
    name = "token",
    description = "Decodes, verifies, explains, signs and revokes tokens.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  signet token explain --server https://auth.example <token.txt",
      "  signet token verify --jwks keys.json --lines <tokens.txt"
    })
public final class TokenCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to do with the token: decode, verify, explain, sign or revoke");
  }
}
