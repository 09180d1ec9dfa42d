package signet.server.key;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import signet.server.audit.AuditEvent;
import signet.server.store.KeyStoreContract;

final class InMemoryKeyStoreTest extends KeyStoreContract {
  private final InMemoryKeyStore store =
      new InMemoryKeyStore(InstantSource.system(), Duration.ofMinutes(15));

  @Override
  protected KeyStore store() {
    return store;
  }

  @Override
  protected List<String> events() {
    return store.events().stream().map(AuditEvent::event).toList();
  }
}
