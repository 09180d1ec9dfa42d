package signet.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** {@link RewrapContract} on SQLite. */
final class SqliteRewrapTest extends RewrapContract {
  private final TestSqlite sqlite;

  SqliteRewrapTest(@TempDir Path temporary) {
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
