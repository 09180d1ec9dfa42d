package signet.server.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** {@link VerifierStoreContract} on SQLite. */
final class SqliteVerifierStoreTest extends VerifierStoreContract {
  private final TestSqlite sqlite;

  SqliteVerifierStoreTest(@TempDir Path temporary) {
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
