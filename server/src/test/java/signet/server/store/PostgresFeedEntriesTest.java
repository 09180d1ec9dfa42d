package signet.server.store;

import org.junit.jupiter.api.AfterEach;

/** {@link FeedEntriesContract} on PostgreSQL. */
final class PostgresFeedEntriesTest extends FeedEntriesContract {
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
