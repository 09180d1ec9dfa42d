package signet.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
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
  private static final int READERS = 4;
  private static final long CONNECTION_TIMEOUT_MILLIS = 10_000;
  private static final String HINT =
      "check its permissions and the space on its disk, or restore a backup";

  private final GroupCommit writer;
  private final HikariDataSource readerPool;
  private final Reads reader;

  private Sqlite(GroupCommit writer, HikariDataSource readerPool, Reads reader) {
    this.writer = writer;
    this.readerPool = readerPool;
    this.reader = reader;
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
      HikariDataSource readerPool = readers(file);
      Reads reader = new Reads(Jdbi.create(around.apply(readerPool)), outages);
      return new Sqlite(writer, readerPool, reader);
    } catch (RuntimeException e) {
      writer.close();
      throw e;
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

  private static HikariDataSource readers(Path file) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("reader");
    config.setDataSource(source(file, true));
    // The pool sets what it believes on each connection, and SQLite refuses any other value.
    config.setReadOnly(true);
    config.setMaximumPoolSize(READERS);
    config.setMaxLifetime(0);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw Migrations.cannotOpen(file.toString(), HINT, e);
    }
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
    readerPool.close();
    writer.close();
  }
}
