package signet.cli.server;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.runtime.start.StartupException;
import signet.server.LocalAdministration;
import signet.server.admin.Administration;
import signet.server.config.ConfigLoader;
import signet.server.config.ServerConfig;

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
      throw OperatorException.of(e);
    }
  }

  /** The administration of that data: through the server's socket, or straight on it. */
  Administration administration(Terminal terminal) throws OperatorException {
    return LocalAdministration.open(load(terminal, Map.of()));
  }

  /** Whether any of these options was given. */
  boolean isGiven() {
    return data.isPresent() || masterKey.isPresent() || config.isPresent();
  }
}
