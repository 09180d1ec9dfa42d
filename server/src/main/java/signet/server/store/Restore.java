package signet.server.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.runtime.file.WholeFile;
import signet.runtime.start.StartupException;
import signet.server.audit.AuditEvent;

/**
 * Puts a {@link Backup} in the place of the SQLite database of a data folder that no server uses.
 *
 * <p>All is done on a copy, which takes the place as the last step: whatever fails before leaves
 * the folder as it was.
 */
public final class Restore {
  private static final Logger LOG = LoggerFactory.getLogger(Restore.class);
  private static final String COPY = "restoring.db";
  private static final String WAL = "-wal";
  // More than anybody's roles change between a backup and its return.
  private static final int VERSIONS = 1_000;

  private final DataFolder folder;
  private final Path copy;

  private Restore(DataFolder folder) {
    this.folder = folder;
    this.copy = folder.path().resolve(COPY);
  }

  /**
   * What was done.
   *
   * @param ended sessions ended; empty where they were kept
   * @param former where the database lies that was there before; empty if there was none
   */
  public record Restored(OptionalInt ended, Optional<Path> former) {}

  /** Whether the folder holds a database. */
  public static boolean wouldReplace(Path dataFolder) {
    return Files.exists(Sqlite.file(dataFolder));
  }

  /**
   * Restores.
   *
   * @param keepSessions whether sessions go on, also those that were ended since the backup
   * @throws StartupException if the backup cannot be used, or the folder not be written
   */
  public static Restored from(
      Path backup, DataFolder folder, boolean keepSessions, Instant now, AuditEvent.Origin by) {
    return new Restore(folder).run(backup, keepSessions, now, by);
  }

  private Restored run(Path backup, boolean keepSessions, Instant now, AuditEvent.Origin by) {
    try {
      discard();
      fetch(backup);
      Backup.check(copy);
      OptionalInt ended = renew(keepSessions, by);
      if (Files.exists(beside(copy, WAL))) {
        throw new IOException("changes were left beside the copy");
      }
      Optional<Path> former = setAside(now);
      Files.move(copy, Sqlite.file(folder.path()), StandardCopyOption.ATOMIC_MOVE);
      WholeFile.rememberName(copy);
      return new Restored(ended, former);
    } catch (IOException e) {
      throw StartupException.surroundings(
          "the backup "
              + backup
              + " cannot be restored to "
              + folder.path()
              + ": check that both can be read and written, and the space on the disk",
          e);
    } finally {
      tidy();
    }
  }

  private void fetch(Path backup) throws IOException {
    DataFolder.createPrivate(copy);
    try (OutputStream out = Files.newOutputStream(copy)) {
      Files.copy(backup, out);
    }
  }

  /** Brings the copy to this version's tables, and has it contradict nothing said meanwhile. */
  private OptionalInt renew(boolean keepSessions, AuditEvent.Origin by) {
    try (Database database = Database.open(copy)) {
      database
          .writer()
          .useTransaction(
              handle -> {
                // Verifiers remember which versions of whom they refuse, and may have heard of
                // later ones than the backup has.
                handle.execute("UPDATE user_account SET authz_ver = authz_ver + ?", VERSIONS);
                FeedTable.renew(handle);
                FeedTable.record(
                    handle,
                    new AuditEvent("database-restored", by),
                    null,
                    null,
                    nowMillis(database, handle));
              });
      return keepSessions
          ? OptionalInt.empty()
          : OptionalInt.of(new SessionTable(database).fence(new AuditEvent("sessions-fenced", by)));
    }
  }

  private static long nowMillis(Database database, Handle handle) {
    return handle.createQuery("SELECT " + database.nowMillis()).mapTo(Long.class).one();
  }

  private Optional<Path> setAside(Instant now) throws IOException {
    Path database = Sqlite.file(folder.path());
    if (!Files.exists(database)) {
      return Optional.empty();
    }
    mergeJournal(database);
    String time = DateTimeFormatter.ISO_INSTANT.format(now).replaceAll("[^0-9TZ]", "");
    Path former = beside(database, ".before-" + time);
    for (int i = 2; Files.exists(former); i++) {
      former = beside(database, ".before-" + time + "-" + i);
    }
    // The journal first: beside another database it would be taken for that one's.
    if (Files.exists(beside(database, WAL))) {
      Files.move(beside(database, WAL), beside(former, WAL));
    }
    Files.deleteIfExists(beside(database, "-shm"));
    Files.move(database, former);
    return Optional.of(former);
  }

  /** So that what is set aside is one file. A database that is damaged keeps its journal. */
  private static void mergeJournal(Path database) {
    try (Connection connection = Sqlite.source(database, false).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (SQLException e) {
      LOG.warn("the former database may be damaged, it is set aside as it is");
    }
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private void discard() throws IOException {
    for (String suffix : new String[] {"", WAL, "-shm", "-journal"}) {
      Files.deleteIfExists(beside(copy, suffix));
    }
  }

  private void tidy() {
    try {
      discard();
    } catch (IOException e) {
      LOG.warn("{} could not be removed", copy);
    }
  }
}
