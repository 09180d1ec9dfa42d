package signet.cli.key;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group {@code signet key}. */
@Command(
    name = "key",
    description = "Generates and shows keys, and rules over those of a server.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  signet key generate --alg ES256 --out key.jwk",
      "  signet key list",
      "  signet key rotate"
    })
public final class KeyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "say what to do: list, rotate, retire, compromise, export-public, export-secret,"
            + " generate, import, master, rewrap or show");
  }
}
