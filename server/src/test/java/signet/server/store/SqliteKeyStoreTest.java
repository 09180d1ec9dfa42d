package signet.server.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import signet.server.audit.AuditLog;
import signet.server.key.KeyStore;

final class SqliteKeyStoreTest extends KeyStoreContract {
  private final DataFolder folder;
  private final Database database;

  SqliteKeyStoreTest(@TempDir Path temporary) throws FolderInUseException {
    folder = DataFolder.open(temporary.resolve("data"));
    database = Database.open(folder);
  }

  @Override
  protected KeyStore store() {
    return new KeyTable(database);
  }

  @Override
  protected List<String> events() {
    return new AuditTable(database)
            .list(
                new AuditLog.Query(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 100))
            .stream()
            .map(event -> event.event().event())
            .toList();
  }

  @AfterEach
  void close() {
    database.close();
    folder.close();
  }
}
