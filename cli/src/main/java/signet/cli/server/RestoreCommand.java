package signet.cli.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.runtime.start.StartupException;
import signet.server.LocalBackup;
import signet.server.config.ServerConfig;

/** {@code signet restore}: puts a backup in the place of the database. */
@Command(
    name = "restore",
    sortOptions = false,
    description = "Puts a backup in the place of the SQLite database.",
    footer = {
      "",
      "Stop the server before. The database that is there is kept beside the new one.",
      "A backup knows nothing of sessions ended after it was made, so all sessions are",
      "ended, and everybody logs in again; --keep-sessions leaves them, those that were",
      "logged out since among them. The server needs the master key of that time.",
      "",
      "Examples:",
      "  signet restore signet-backup.db",
      "  signet restore /backup/2026-01-31.db --data /var/lib/signet --yes"
    })
public final class RestoreCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final InstantSource clock;

  @Parameters(paramLabel = "FILE", description = "What 'signet backup' wrote.")
  private Path file;

  @Option(names = "--keep-sessions", description = "Leave sessions as the backup has them.")
  private boolean keepSessions;

  @Option(names = "--yes", description = "Do it without asking.")
  private boolean yes;

  @Mixin private DataOptions data = new DataOptions();

  /** The command on these streams. */
  public RestoreCommand(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    ServerConfig config = data.load(terminal, Map.of());
    if (!yes
        && LocalBackup.wouldReplace(config)
        && !terminal.confirms("This takes the place of the database that is there.")) {
      throw OperatorException.usage("nothing was done; add --yes to replace the database");
    }
    LocalBackup.Restored restored;
    try {
      restored = LocalBackup.restore(config, file, keepSessions, clock.instant());
    } catch (StartupException e) {
      throw OperatorException.of(e);
    }
    restored
        .former()
        .ifPresent(former -> terminal.err().println("the former database is " + former));
    restored
        .ended()
        .ifPresentOrElse(
            ended ->
                terminal.err().println("ended " + ended + (ended == 1 ? " session" : " sessions")),
            () -> terminal.err().println("sessions go on, also those ended since the backup"));
    terminal.err().println("restored " + file);
    return ExitCode.OK;
  }
}
