package signet.server.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import signet.runtime.file.WholeFile;
import signet.runtime.start.StartupException;

/**
 * A copy of the SQLite database of a data folder, as it is at one moment, made while a server
 * writes or while none runs. The master key is not in it.
 */
public final class Backup {
  private Backup() {}

  /**
   * Writes the copy to a file that only its owner can read, whole or not at all.
   *
   * @throws StartupException if there is no database, the file exists or cannot be written, or the
   *     copy is not sound
   */
  public static void write(Path dataFolder, Path target) {
    Path database = Sqlite.file(dataFolder);
    if (!Files.exists(database)) {
      throw StartupException.surroundings(
          "there is no database in " + dataFolder + ": name its folder with --data");
    }
    if (Files.exists(target)) {
      throw exists(target);
    }
    Path partial = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID());
    try {
      DataFolder.createPrivate(partial);
      try {
        copy(database, partial);
        check(partial);
        WholeFile.publish(partial, target);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (FileAlreadyExistsException e) {
      throw exists(target);
    } catch (IOException | SQLException e) {
      throw StartupException.surroundings(
          "the backup "
              + target
              + " cannot be written: check that its folder exists, its permissions and the space on"
              + " its disk",
          e);
    }
  }

  private static StartupException exists(Path target) {
    return StartupException.surroundings(
        target + " exists already and is left as it is: name another file");
  }

  /** A statement that reads, so it holds up nobody who writes. */
  private static void copy(Path database, Path partial) throws SQLException {
    try (Connection connection = Sqlite.source(database, true).getConnection();
        PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
      vacuum.setString(1, partial.toString());
      vacuum.execute();
    }
  }

  /**
   * Checks that a file is a sound database of Signet's.
   *
   * @throws StartupException if it is not
   */
  static void check(Path file) {
    try (Connection connection = Sqlite.source(file, true).getConnection();
        Statement statement = connection.createStatement()) {
      if (text(statement, "PRAGMA integrity_check(1)").equals("ok")
          && text(statement, "SELECT count(*) FROM pragma_foreign_key_check").equals("0")
          && text(
                  statement,
                  "SELECT count(*) FROM sqlite_master WHERE name IN ('feed', 'user_account')")
              .equals("2")) {
        return;
      }
    } catch (SQLException e) {
      throw unsound(file, e);
    }
    throw unsound(file, null);
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  private static StartupException unsound(Path file, @Nullable SQLException cause) {
    return StartupException.surroundings(
        "the database " + file + " is damaged, or none of Signet's: take another backup", cause);
  }
}
