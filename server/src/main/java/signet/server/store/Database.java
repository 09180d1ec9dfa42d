package signet.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import signet.server.start.StartupException;

/**
 * The SQLite database of a data folder: one connection that writes, a few that read. Thread-safe.
 *
 * <p>A commit is on the disk when it returns (WAL with synchronous=FULL).
 */
public final class Database implements AutoCloseable {
  private static final String FILE = "signet.db";
  private static final int BUSY_TIMEOUT_MILLIS = 5_000;
  private static final int READERS = 4;
  private static final long CONNECTION_TIMEOUT_MILLIS = 10_000;

  private final HikariDataSource writerPool;
  private final HikariDataSource readerPool;
  private final Jdbi writer;
  private final Jdbi reader;

  private Database(HikariDataSource writerPool, HikariDataSource readerPool) {
    this.writerPool = writerPool;
    this.readerPool = readerPool;
    this.writer = Jdbi.create(writerPool);
    this.reader = Jdbi.create(readerPool);
  }

  /**
   * Opens the database, made or migrated as needed.
   *
   * @throws StartupException if it cannot be opened or was written by a newer version
   */
  public static Database open(DataFolder folder) {
    Path file = folder.path().resolve(FILE);
    try {
      // SQLite gives its journal files the mode of this one.
      DataFolder.createPrivate(file);
    } catch (IOException e) {
      throw cannotOpen(file, e);
    }
    HikariDataSource writerPool = pool("writer", 1, file, false);
    try {
      migrate(writerPool, file);
      return new Database(writerPool, pool("reader", READERS, file, true));
    } catch (RuntimeException e) {
      writerPool.close();
      throw e;
    }
  }

  private static SQLiteDataSource source(Path file, boolean readOnly) {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(readOnly);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.enforceForeignKeys(true);
    if (!readOnly) {
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      // A write lock from the first statement on, so that no transaction fails half way for want of
      // it.
      config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    }
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  private static HikariDataSource pool(String name, int size, Path file, boolean readOnly) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source(file, readOnly));
    // The pool sets what it believes on each connection, and SQLite refuses any other value.
    config.setReadOnly(readOnly);
    config.setMaximumPoolSize(size);
    config.setMaxLifetime(0);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw cannotOpen(file, e);
    }
  }

  private static void migrate(HikariDataSource writerPool, Path file) {
    try {
      // "future" migrations are refused too: an older version must not write to a newer database.
      Flyway.configure(Database.class.getClassLoader())
          .dataSource(writerPool)
          .locations("classpath:db/migration")
          .ignoreMigrationPatterns(new String[0])
          .load()
          .migrate();
    } catch (FlywayValidateException e) {
      throw StartupException.surroundings(
          "the database "
              + file
              + " was written by another version of Signet: run that version, or restore a backup"
              + " that fits this one",
          e);
    } catch (FlywayException e) {
      throw cannotOpen(file, e);
    }
  }

  private static StartupException cannotOpen(Path file, Exception cause) {
    return StartupException.surroundings(
        "the database "
            + file
            + " cannot be opened: check its permissions and the space on its disk, or restore a"
            + " backup",
        cause);
  }

  /** An expression in SQL: the milliseconds since the epoch, by the clock of the database. */
  String nowMillis() {
    return "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
  }

  /** For statements that change something; one transaction at a time. */
  Jdbi writer() {
    return writer;
  }

  /** For statements that only read; sees everything committed before. */
  Jdbi reader() {
    return reader;
  }

  /** Whether a statement can be run at this moment. */
  public boolean isUsable() {
    try {
      return reader.withHandle(h -> h.createQuery("SELECT 1").mapTo(Integer.class).one()) == 1;
    } catch (RuntimeException e) {
      return false;
    }
  }

  @Override
  public void close() {
    readerPool.close();
    writerPool.close();
  }
}
