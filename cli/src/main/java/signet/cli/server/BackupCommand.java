package signet.cli.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.runtime.start.StartupException;
import signet.server.LocalBackup;
import signet.server.config.ServerConfig;

/** {@code signet backup}: a copy of the database, while the server runs. */
@Command(
    name = "backup",
    sortOptions = false,
    description = "Copies the SQLite database to a file, while a server runs or not.",
    footer = {
      "",
      "The file is written whole or not at all, checked, and readable by its owner",
      "alone. It holds hashes of passwords and signing keys that are encrypted under",
      "the master key, which is not in it: keep a copy of that one elsewhere.",
      "",
      "Examples:",
      "  signet backup signet-backup.db",
      "  signet backup /backup/$(date +%%F).db --data /var/lib/signet"
    })
public final class BackupCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "Where to; must not exist.")
  private Path file;

  @Mixin private DataOptions data = new DataOptions();

  /** The command on these streams. */
  public BackupCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    ServerConfig config = data.load(terminal, Map.of());
    try {
      LocalBackup.write(config, file);
    } catch (StartupException e) {
      throw OperatorException.of(e);
    }
    terminal.err().println("wrote " + file + " (" + Files.size(file) / 1024 + " KiB)");
    terminal
        .err()
        .println(
            "the master key ("
                + config.storage().masterKey()
                + ") is not in it: keep a copy elsewhere");
    return ExitCode.OK;
  }
}
