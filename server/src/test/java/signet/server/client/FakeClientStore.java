package signet.server.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import signet.server.audit.AuditEvent;

/** Clients in memory, with a count of how often it was asked for them. */
final class FakeClientStore implements ClientStore {
  final AtomicInteger questions = new AtomicInteger();
  final List<AuditEvent> events = new ArrayList<>();
  boolean away;
  private final Map<String, Stored> clients = new TreeMap<>();
  private final Map<String, Instant> assertions = new TreeMap<>();
  private long version;

  @Override
  public synchronized long version() {
    questions.incrementAndGet();
    if (away) {
      throw new IllegalStateException("away");
    }
    return version;
  }

  @Override
  public synchronized List<Stored> all() {
    return List.copyOf(clients.values());
  }

  @Override
  public synchronized boolean insert(Stored client, Duration accessLifetime, AuditEvent event) {
    if (clients.putIfAbsent(client.id(), client) != null) {
      return false;
    }
    changed(event);
    return true;
  }

  private void changed(AuditEvent event) {
    version++;
    events.add(event);
  }

  @Override
  public synchronized boolean replaceSecrets(
      String id, String read, String next, AuditEvent event) {
    Stored before = clients.get(id);
    if (before == null || !read.equals(before.settings().get(ClientSettings.SECRET_HASHES))) {
      return false;
    }
    Map<String, String> settings = new TreeMap<>(before.settings());
    settings.put(ClientSettings.SECRET_HASHES, next);
    clients.put(id, new Stored(id, settings, before.createdAt()));
    changed(event);
    return true;
  }

  @Override
  public synchronized OptionalInt remove(String id, AuditEvent event) {
    if (clients.remove(id) == null) {
      return OptionalInt.empty();
    }
    changed(event);
    return OptionalInt.of(0);
  }

  @Override
  public synchronized void recordRefusal(AuditEvent event) {
    events.add(event);
  }

  @Override
  public synchronized boolean useAssertion(String clientId, String digest, Instant expiresAt) {
    return assertions.putIfAbsent(clientId + " " + digest, expiresAt) == null;
  }

  @Override
  public synchronized int forgetAssertions(int batch) {
    return 0;
  }
}
