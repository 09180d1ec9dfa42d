package signet.server.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import signet.runtime.start.StartupException;

/**
 * The database, SQLite in a data folder or PostgreSQL: what the tables need of it. Thread-safe.
 *
 * <p>A commit is on the disk when it returns, and every read sees what was committed before.
 */
public final class Database implements AutoCloseable {
  private final Engine engine;
  private final Outages outages;
  private final DatabaseClock clock = new DatabaseClock(InstantSource.system(), System::nanoTime);

  /** What the two databases do differently. */
  interface Engine extends AutoCloseable {
    Transactions writer();

    Reads reader();

    String nowMillis();

    boolean isShared();

    FeedSignal feedSignal();

    /** As {@link Database#onFeedCommit}. */
    default void onFeedCommit(Runnable listener) {}

    @Override
    void close();
  }

  private Database(Engine engine, Outages outages) {
    this.engine = engine;
    this.outages = outages;
  }

  /**
   * Opens the SQLite database of a folder, made or migrated as needed.
   *
   * @throws StartupException if it cannot be opened or was written by a newer version
   */
  public static Database open(DataFolder folder) {
    return open(folder, UnaryOperator.identity());
  }

  /** With something around the sources of connections, for tests. */
  static Database open(DataFolder folder, UnaryOperator<DataSource> around) {
    return open(Sqlite.file(folder.path()), around);
  }

  private static Database open(Path file, UnaryOperator<DataSource> around) {
    Outages outages = new Outages();
    return new Database(Sqlite.open(file, around, outages), outages);
  }

  /** Opens a SQLite database that is not in its place yet. */
  static Database open(Path file) {
    return open(file, UnaryOperator.identity());
  }

  /**
   * Opens a PostgreSQL database, its tables made or migrated as needed.
   *
   * @throws StartupException if it cannot be opened or was written by a newer version
   */
  public static Database open(PostgresAddress address) {
    return open(address, UnaryOperator.identity());
  }

  /** With something around the source of connections, for tests. */
  static Database open(PostgresAddress address, UnaryOperator<DataSource> around) {
    Outages outages = new Outages();
    return new Database(Postgres.open(address, around, outages), outages);
  }

  /** An expression in SQL: the milliseconds since the epoch, by the clock of the database. */
  String nowMillis() {
    return engine.nowMillis();
  }

  /**
   * The time by which all servers of this database go: its own where they share it, the machine's
   * otherwise.
   */
  public InstantSource clock() {
    return isShared() ? clock : InstantSource.system();
  }

  /** How far the machine's clock is ahead of {@link #clock}; negative where it is behind. */
  public Duration clockAhead() {
    return isShared() ? clock.ahead() : Duration.ZERO;
  }

  /** As {@link DatabaseClock#saw}. */
  void saw(Instant now, long askedNanos) {
    clock.saw(now, askedNanos);
  }

  /** Whether other servers may use it at the same time. */
  boolean isShared() {
    return engine.isShared();
  }

  /** For statements that change something. */
  Transactions writer() {
    return engine.writer();
  }

  /** For statements that only read; sees everything committed before. */
  Reads reader() {
    return engine.reader();
  }

  /** What tells that the feed has grown; to be closed by who asks for it. */
  FeedSignal feedSignal() {
    return engine.feedSignal();
  }

  /**
   * Has that run after every commit of this process that revokes, where other servers may want to
   * hear of it; must not block.
   */
  public void onFeedCommit(Runnable listener) {
    engine.onFeedCommit(listener);
  }

  /** Whether it can be read and written at this moment. */
  public boolean isUsable() {
    if (outages.inDoubt()) {
      return false;
    }
    try {
      if (outages.writesFail()) {
        // Changes nothing, but needs all that a change needs.
        writer().useHandle(handle -> handle.execute("UPDATE feed SET seq = seq WHERE id = 1"));
      }
      return reader().withHandle(h -> h.createQuery("SELECT 1").mapTo(Integer.class).one()) == 1;
    } catch (RuntimeException e) {
      return false;
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
