package signet.server.store;

import org.junit.jupiter.api.AfterEach;

/** {@link VerifierStoreContract} on PostgreSQL. */
final class PostgresVerifierStoreTest extends VerifierStoreContract {
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
