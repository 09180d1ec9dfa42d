package signet.server.store;

import org.junit.jupiter.api.AfterEach;

/** {@link AccountStoreContract} on PostgreSQL. */
final class PostgresAccountStoreTest extends AccountStoreContract {
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
