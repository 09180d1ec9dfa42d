package signet.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** {@link SessionSweepContract} on SQLite. */
final class SqliteSessionSweepTest extends SessionSweepContract {
  private final TestSqlite sqlite;

  SqliteSessionSweepTest(@TempDir Path temporary) {
    sqlite = TestSqlite.in(temporary);
  }

  @Override
  Database database() {
    return sqlite.database();
  }

  @AfterEach
  void close() {
    sqlite.close();
  }
}
