package signet.server.store;

import org.junit.jupiter.api.AfterEach;

/** {@link HistoryContract} on PostgreSQL. */
final class PostgresHistoryTest extends HistoryContract {
  private final Database database = Database.open(TestPostgres.newDatabase());

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  Database database() {
    return database;
  }
}
