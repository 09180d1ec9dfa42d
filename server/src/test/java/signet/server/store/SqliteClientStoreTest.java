package signet.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** {@link ClientStoreContract} on SQLite. */
final class SqliteClientStoreTest extends ClientStoreContract {
  private final TestSqlite sqlite;

  SqliteClientStoreTest(@TempDir Path temporary) {
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
