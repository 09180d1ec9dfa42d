package signet.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** {@link HistoryContract} on SQLite. */
final class SqliteHistoryTest extends HistoryContract {
  private final TestSqlite sqlite;

  SqliteHistoryTest(@TempDir Path temporary) {
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
