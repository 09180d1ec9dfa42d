package signet.server.store;

import org.junit.jupiter.api.AfterEach;

/** {@link RewrapContract} on PostgreSQL. */
final class PostgresRewrapTest extends RewrapContract {
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
