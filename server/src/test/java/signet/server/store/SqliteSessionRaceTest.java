package signet.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** {@link SessionRaceContract} on SQLite. */
final class SqliteSessionRaceTest extends SessionRaceContract {
  private final TestSqlite sqlite;

  SqliteSessionRaceTest(@TempDir Path temporary) {
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
