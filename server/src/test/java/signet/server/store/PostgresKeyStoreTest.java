package signet.server.store;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import signet.server.key.KeyStore;

/** {@link KeyStoreContract} on PostgreSQL. */
final class PostgresKeyStoreTest extends KeyStoreContract {
  private final Database database = Database.open(TestPostgres.newDatabase());

  @Override
  protected KeyStore store() {
    return new KeyTable(database);
  }

  @Override
  protected List<String> events() {
    return events(new AuditTable(database));
  }

  @AfterEach
  void close() {
    database.close();
  }
}
