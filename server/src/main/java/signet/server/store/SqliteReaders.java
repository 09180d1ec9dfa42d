package signet.server.store;

import java.sql.SQLTransientConnectionException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;

/**
 * The connections of a SQLite database that read, each with the statements that it has run before.
 * Thread-safe. A file does not hang up, so they live as long as this.
 */
final class SqliteReaders implements Reads.Source, AutoCloseable {
  private static final int COUNT = 4;
  private static final long PATIENCE_SECONDS = 10;

  private final BlockingQueue<Handle> idle = new ArrayBlockingQueue<>(COUNT);
  private volatile boolean closed;

  private SqliteReaders() {}

  /** Connections of a source. */
  static SqliteReaders open(DataSource source) {
    SqliteReaders readers = new SqliteReaders();
    try {
      for (int i = 0; i < COUNT; i++) {
        readers.idle.add(Jdbi.open(source).setStatementBuilder(new KeptStatements()));
      }
    } catch (RuntimeException e) {
      readers.idle.forEach(Handle::close);
      throw e;
    }
    return readers;
  }

  @Override
  public <R, X extends Exception> R withHandle(HandleCallback<R, X> read) throws X {
    if (closed) {
      throw unavailable("the database is closed");
    }
    Handle handle = take();
    try {
      return read.withHandle(handle);
    } finally {
      idle.add(handle);
    }
  }

  private Handle take() {
    try {
      Handle handle = idle.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (handle != null) {
        return handle;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw unavailable("too many wait to read");
  }

  private static ConnectionException unavailable(String reason) {
    return new ConnectionException(new SQLTransientConnectionException(reason));
  }

  /** Closes each connection once nobody reads by it. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (int i = 0; i < COUNT; i++) {
      take().close();
    }
  }
}
