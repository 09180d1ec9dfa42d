package signet.server;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import signet.runtime.start.StartupException;
import signet.server.audit.AuditEvent;
import signet.server.config.ServerConfig;
import signet.server.store.Backup;
import signet.server.store.DataFolder;
import signet.server.store.FolderInUseException;
import signet.server.store.Restore;

/** Backups of a data folder, for the command line. PostgreSQL has tools of its own for that. */
public final class LocalBackup {
  private static final AuditEvent.Origin ORIGIN = new AuditEvent.Origin("command line", "", "");

  private LocalBackup() {}

  /**
   * What a restore did.
   *
   * @param ended sessions ended; empty where they were kept
   * @param former where the database lies that was there before; empty if there was none
   */
  public record Restored(OptionalInt ended, Optional<Path> former) {}

  /**
   * Writes a copy of the configured folder's database, whether a server runs on it or not.
   *
   * @throws StartupException if that cannot be done
   */
  public static void write(ServerConfig config, Path target) {
    requireSqlite(config);
    Backup.write(config.storage().dataFolder(), target);
  }

  /** Whether a restore would take the place of a database. */
  public static boolean wouldReplace(ServerConfig config) {
    return Restore.wouldReplace(config.storage().dataFolder());
  }

  /**
   * Puts a copy in the place of the configured folder's database.
   *
   * @param keepSessions whether sessions go on, also those that were ended since the backup
   * @throws StartupException if that cannot be done, or a server runs on the folder
   */
  public static Restored restore(
      ServerConfig config, Path backup, boolean keepSessions, Instant now) {
    requireSqlite(config);
    try (DataFolder folder = DataFolder.open(config.storage().dataFolder())) {
      Restore.Restored restored = Restore.from(backup, folder, keepSessions, now, ORIGIN);
      return new Restored(restored.ended(), restored.former());
    } catch (FolderInUseException e) {
      throw e.asStartupException();
    }
  }

  private static void requireSqlite(ServerConfig config) {
    if (config.storage().postgres().isPresent()) {
      throw StartupException.configuration(
          "the data lie in PostgreSQL: use pg_dump or its continuous archiving, and 'signet session"
              + " fence' after a restore");
    }
  }
}
