package signet.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** {@link SessionStoreContract} on SQLite. */
final class SqliteSessionStoreTest extends SessionStoreContract {
  private final CountingSource counting = new CountingSource();
  private final TestSqlite sqlite;

  SqliteSessionStoreTest(@TempDir Path temporary) {
    sqlite = TestSqlite.in(temporary, counting::around);
  }

  @Override
  CountingSource counting() {
    return counting;
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
