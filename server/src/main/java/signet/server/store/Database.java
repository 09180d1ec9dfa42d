package signet.server.store;

import signet.server.start.StartupException;

/**
 * The database, SQLite in a data folder or PostgreSQL: what the tables need of it. Thread-safe.
 *
 * <p>A commit is on the disk when it returns, and every read sees what was committed before.
 */
public final class Database implements AutoCloseable {
  private final Engine engine;
  private final Outages outages = new Outages();
  private final Transactions writer;
  private final Reads reader;

  /** What the two databases do differently. */
  interface Engine extends AutoCloseable {
    Transactions writer(Outages outages);

    Reads reader(Outages outages);

    String nowMillis();

    @Override
    void close();
  }

  private Database(Engine engine) {
    this.engine = engine;
    this.writer = engine.writer(outages);
    this.reader = engine.reader(outages);
  }

  /**
   * Opens the SQLite database of a folder, made or migrated as needed.
   *
   * @throws StartupException if it cannot be opened or was written by a newer version
   */
  public static Database open(DataFolder folder) {
    return new Database(Sqlite.open(folder));
  }

  /**
   * Opens a PostgreSQL database, its tables made or migrated as needed.
   *
   * @throws StartupException if it cannot be opened or was written by a newer version
   */
  public static Database open(PostgresAddress address) {
    return new Database(Postgres.open(address));
  }

  /** An expression in SQL: the milliseconds since the epoch, by the clock of the database. */
  String nowMillis() {
    return engine.nowMillis();
  }

  /** For statements that change something. */
  Transactions writer() {
    return writer;
  }

  /** For statements that only read; sees everything committed before. */
  Reads reader() {
    return reader;
  }

  /** Whether it can be read and written at this moment. */
  public boolean isUsable() {
    try {
      if (outages.writesFail()) {
        // Changes nothing, but needs all that a change needs.
        writer.useHandle(handle -> handle.execute("UPDATE feed SET seq = seq WHERE id = 1"));
      }
      return reader.withHandle(h -> h.createQuery("SELECT 1").mapTo(Integer.class).one()) == 1;
    } catch (RuntimeException e) {
      return false;
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
