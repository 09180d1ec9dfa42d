package signet.server.store;

import org.junit.jupiter.api.AfterEach;

/** {@link SessionStoreContract} on PostgreSQL. */
final class PostgresSessionStoreTest extends SessionStoreContract {
  private final CountingSource counting = new CountingSource();
  private final Database database = Database.open(TestPostgres.newDatabase(), counting::around);

  @Override
  CountingSource counting() {
    return counting;
  }

  @Override
  Database database() {
    return database;
  }

  @AfterEach
  void close() {
    database.close();
  }
}
