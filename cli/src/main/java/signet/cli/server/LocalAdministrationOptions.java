package signet.cli.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;

/**
 * The options of commands by which secrets pass, which leave and reach a machine by its socket
 * alone.
 */
final class LocalAdministrationOptions {
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = {"--server", "--client-id", "--client-secret-file"},
      hidden = true)
  private List<String> remote = new ArrayList<>();

  /** Does something with the administration of this machine. */
  int administer(Terminal terminal, AdministrationOptions.Work work)
      throws OperatorException, IOException {
    if (!remote.isEmpty()) {
      throw OperatorException.usage(
          "secrets do not travel by network: run this on the server's machine, without --server");
    }
    return AdministrationOptions.administer(() -> data.administration(terminal), work);
  }
}
