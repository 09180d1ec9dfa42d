package signet.cli.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.server.LocalAdministration;
import signet.server.admin.Administration;
import signet.server.admin.AdministrationException;
import signet.server.config.ConfigLoader;
import signet.server.config.ServerConfig;
import signet.server.start.StartupException;
import signet.server.user.User;

/** The options that say which data a command works on, shared by all that do. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder, made where it is missing (default: signet-data).")
  private Optional<Path> data;

  @Option(
      names = "--master-key",
      paramLabel = "FILE",
      description = "The master key's file (default: the data folder's name with .key).")
  private Optional<Path> masterKey;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration (default: signet.yaml in this folder, if there).")
  private Optional<Path> config;

  /** The configuration with these options and further flags over it. */
  ServerConfig load(Terminal terminal, Map<String, String> flags) throws OperatorException {
    Map<String, String> all = new LinkedHashMap<>(flags);
    data.ifPresent(folder -> all.put("data", folder.toString()));
    masterKey.ifPresent(file -> all.put("master-key.file", file.toString()));
    try {
      return ConfigLoader.load(config, terminal.environment(), all);
    } catch (StartupException e) {
      throw operator(e);
    }
  }

  /** What a command does with the administration. */
  @FunctionalInterface
  interface Work {
    void with(Administration administration) throws OperatorException, IOException;
  }

  /** Does something with the administration of the data, whether a server runs on it or not. */
  int administer(Terminal terminal, Work work) throws OperatorException, IOException {
    try (Administration administration = LocalAdministration.open(load(terminal, Map.of()))) {
      work.with(administration);
      return ExitCode.OK;
    } catch (AdministrationException e) {
      throw OperatorException.failed(e);
    } catch (StartupException e) {
      throw operator(e);
    }
  }

  /** The user of that name, who must be there. */
  static User user(Administration administration, String name) throws OperatorException {
    return administration
        .users()
        .find(name)
        .orElseThrow(
            () ->
                OperatorException.failed(
                    "there is no user of that name; 'signet user list' shows all"));
  }

  /** What the server says about a start that failed, a line for each problem. */
  static OperatorException operator(StartupException e) {
    String lines = String.join("\n", e.problems());
    return e.exitCode() == 2
        ? OperatorException.usage(lines, e)
        : OperatorException.failed(lines, e);
  }
}
