package signet.server.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The SQLite database of a data folder: one connection that writes, in groups, and a few that read.
 * A commit is on the disk when it returns (WAL with synchronous=FULL).
 */
final class Sqlite implements Database.Engine {
  private static final String FILE = "signet.db";
  // Nobody else writes while the folder is locked, unless an operator does with a tool.
  private static final int BUSY_TIMEOUT_MILLIS = 1_000;
  private static final int MAX_WAITING = 1_024;
  private static final String HINT =
      "check its permissions and the space on its disk, or restore a backup";

  private final GroupCommit writer;
  private final SqliteReaders readers;
  private final Reads reader;

  private Sqlite(GroupCommit writer, SqliteReaders readers, Outages outages) {
    this.writer = writer;
    this.readers = readers;
    this.reader = new Reads(readers, outages);
  }

  /** Where the database of a folder is. */
  static Path file(Path folder) {
    return folder.resolve(FILE);
  }

  static Sqlite open(Path file, UnaryOperator<DataSource> around, Outages outages) {
    try {
      // SQLite gives its journal files the mode of this one.
      DataFolder.createPrivate(file);
    } catch (IOException e) {
      throw Migrations.cannotOpen(file.toString(), HINT, e);
    }
    SQLiteDataSource writing = source(file, false);
    Migrations.run(writing, file.toString(), HINT);
    Connection connection;
    try {
      connection = around.apply(writing).getConnection();
    } catch (SQLException e) {
      throw Migrations.cannotOpen(file.toString(), HINT, e);
    }
    GroupCommit writer = new GroupCommit(connection, MAX_WAITING, outages);
    try {
      return new Sqlite(writer, SqliteReaders.open(around.apply(source(file, true))), outages);
    } catch (ConnectionException e) {
      writer.close();
      throw Migrations.cannotOpen(file.toString(), HINT, e);
    }
  }

  /** Connections to a database file that is there. */
  static SQLiteDataSource source(Path file, boolean readOnly) {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(readOnly);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.enforceForeignKeys(true);
    if (!readOnly) {
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    }
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  @Override
  public Transactions writer() {
    return writer;
  }

  @Override
  public Reads reader() {
    return reader;
  }

  @Override
  public String nowMillis() {
    return "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public FeedSignal feedSignal() {
    return new SqliteFeedSignal();
  }

  @Override
  public void close() {
    readers.close();
    writer.close();
  }
}
