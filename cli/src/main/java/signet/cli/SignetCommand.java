package signet.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a subcommand: {@code --help} and {@code --version}. */
@Command(
    name = "signet",
    versionProvider = Version.class,
    sortOptions = false,
    description = "Issues, verifies, refreshes and revokes JWTs.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit status: 0 done, 1 it did not work or a token was refused, 2 wrong usage",
      "or configuration, 3 keys not to be had, 70 a defect in signet.",
      "",
      "Examples:",
      "  signet demo                       the whole flow, told step by step",
      "  signet serve                      the authorization server on port 8420",
      "  signet gateway                    the gateway on port 8421",
      "  signet token explain <request.txt why a token is refused",
      "  signet doctor https://auth.example",
      "  signet token verify --help        how to check a token"
    })
final class SignetCommand implements Runnable {
  @Spec private CommandSpec spec;

  // Declared for picocli, which acts on them by itself.
  @SuppressWarnings("unused")
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  private boolean help;

  @SuppressWarnings("unused")
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version and exit.")
  private boolean version;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
