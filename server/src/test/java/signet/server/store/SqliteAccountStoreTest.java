package signet.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** {@link AccountStoreContract} on SQLite. */
final class SqliteAccountStoreTest extends AccountStoreContract {
  private final TestSqlite sqlite;

  SqliteAccountStoreTest(@TempDir Path temporary) {
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
