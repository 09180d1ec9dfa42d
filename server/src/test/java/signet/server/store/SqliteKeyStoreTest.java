package signet.server.store;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import signet.server.key.KeyStore;

/** {@link KeyStoreContract} on SQLite. */
final class SqliteKeyStoreTest extends KeyStoreContract {
  private final TestSqlite sqlite;

  SqliteKeyStoreTest(@TempDir Path temporary) {
    sqlite = TestSqlite.in(temporary);
  }

  @Override
  protected KeyStore store() {
    return new KeyTable(sqlite.database());
  }

  @Override
  protected List<String> events() {
    return events(new AuditTable(sqlite.database()));
  }

  @AfterEach
  void close() {
    sqlite.close();
  }
}
