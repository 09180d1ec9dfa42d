package signet.server.store;

import org.junit.jupiter.api.AfterEach;

/** {@link SessionRaceContract} on PostgreSQL. */
final class PostgresSessionRaceTest extends SessionRaceContract {
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
