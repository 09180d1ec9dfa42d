package signet.server.store;

import org.junit.jupiter.api.AfterEach;

/** {@link SessionSweepContract} on PostgreSQL. */
final class PostgresSessionSweepTest extends SessionSweepContract {
  private final Database database = Database.open(TestPostgres.newDatabase());

  @Override
  Database database() {
    return database;
  }

  @AfterEach
  void close() {
    database.close();
  }
}
