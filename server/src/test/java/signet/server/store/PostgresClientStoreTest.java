package signet.server.store;

import org.junit.jupiter.api.AfterEach;

/** {@link ClientStoreContract} on PostgreSQL. */
final class PostgresClientStoreTest extends ClientStoreContract {
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
