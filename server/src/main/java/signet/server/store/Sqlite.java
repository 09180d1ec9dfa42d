package signet.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The SQLite database of a data folder: one connection that writes, a few that read. A commit is on
 * the disk when it returns (WAL with synchronous=FULL).
 */
final class Sqlite implements Database.Engine {
  private static final String FILE = "signet.db";
  private static final int BUSY_TIMEOUT_MILLIS = 5_000;
  private static final int READERS = 4;
  private static final long CONNECTION_TIMEOUT_MILLIS = 10_000;
  private static final String HINT =
      "check its permissions and the space on its disk, or restore a backup";

  private final HikariDataSource writerPool;
  private final HikariDataSource readerPool;

  private Sqlite(HikariDataSource writerPool, HikariDataSource readerPool) {
    this.writerPool = writerPool;
    this.readerPool = readerPool;
  }

  static Sqlite open(DataFolder folder) {
    Path file = folder.path().resolve(FILE);
    try {
      // SQLite gives its journal files the mode of this one.
      DataFolder.createPrivate(file);
    } catch (IOException e) {
      throw Migrations.cannotOpen(file.toString(), HINT, e);
    }
    HikariDataSource writerPool = pool("writer", 1, file, false);
    try {
      Migrations.run(writerPool, file.toString(), HINT);
      return new Sqlite(writerPool, pool("reader", READERS, file, true));
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
      throw Migrations.cannotOpen(file.toString(), HINT, e);
    }
  }

  @Override
  public Transactions writer(Outages outages) {
    return new PooledTransactions(Jdbi.create(writerPool), outages);
  }

  @Override
  public Reads reader(Outages outages) {
    return new Reads(Jdbi.create(readerPool), outages);
  }

  @Override
  public String nowMillis() {
    return "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
  }

  @Override
  public void close() {
    readerPool.close();
    writerPool.close();
  }
}
