package signet.cli.server;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.runtime.start.StartupException;
import signet.server.key.MasterKeyFile;

/** {@code signet key master}: a file with a new master key. */
@Command(
    name = "master",
    sortOptions = false,
    description = "Makes a master key: to share between servers, or for a change.",
    footer = {
      "",
      "FILE can be read by its owner alone (mode 0600), and an existing file is never",
      "overwritten. Servers that share a PostgreSQL database share it: copy it to every",
      "server, or put its one line into Vault or SIGNET_MASTER_KEY. Back it up: without",
      "it the signing keys in the database are lost. A server on SQLite makes its own.",
      "",
      "Examples:",
      "  signet key master /etc/signet/master.key"
    })
public final class MasterKeyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "Where to.")
  private Path file;

  /** The command on these streams. */
  public MasterKeyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException {
    try {
      new MasterKeyFile(file).makeNew(new SecureRandom());
    } catch (StartupException e) {
      throw OperatorException.of(e);
    }
    terminal.err().println("wrote the master key to " + file);
    return ExitCode.OK;
  }
}
