package signet.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** {@link FeedEntriesContract} on SQLite. */
final class SqliteFeedEntriesTest extends FeedEntriesContract {
  private final TestSqlite sqlite;

  SqliteFeedEntriesTest(@TempDir Path temporary) {
    sqlite = TestSqlite.in(temporary);
  }

  @AfterEach
  void close() {
    sqlite.close();
  }

  @Override
  Database database() {
    return sqlite.database();
  }
}
