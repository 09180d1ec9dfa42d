package signet.server.store;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import signet.server.audit.AuditLog;
import signet.server.key.KeyStore;

final class PostgresKeyStoreTest extends KeyStoreContract {
  private final Database database = Database.open(TestPostgres.newDatabase());

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
  }
}
