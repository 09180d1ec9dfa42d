package signet.server.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.server.audit.AuditEvent;

/**
 * Puts failed authentication of clients on record: once a minute for each client there is, and once
 * a minute for all that there are not. Thread-safe.
 */
final class RefusalRecord {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalRecord.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final String UNKNOWN = "";

  private final ClientStore store;
  private final InstantSource clock;
  // As many entries as there ever were clients here.
  private final Map<String, Instant> last = new ConcurrentHashMap<>();

  RefusalRecord(ClientStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Adds one.
   *
   * @param clientId of a client that there is
   */
  void add(Optional<String> clientId, AuditEvent.Origin origin) {
    Instant now = clock.instant();
    AtomicBoolean due = new AtomicBoolean();
    last.compute(
        clientId.orElse(UNKNOWN),
        (id, before) -> {
          due.set(before == null || !now.isBefore(before.plus(INTERVAL)));
          return due.get() ? now : before;
        });
    if (!due.get()) {
      return;
    }
    String actor = clientId.map(id -> "client " + id).orElse("unknown client");
    LOG.atWarn()
        .addKeyValue("client", actor)
        .addKeyValue("client_addr", origin.address())
        .addKeyValue("correlation_id", origin.correlationId())
        .log("client authentication failed");
    store.recordRefusal(
        AuditEvent.refused(
            "client-authentication",
            "invalid-client",
            new AuditEvent.Origin(actor, origin.address(), origin.correlationId())));
  }
}
