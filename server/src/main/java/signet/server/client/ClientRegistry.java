package signet.server.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients known to the server: configured ones, and those of the store that no configured one
 * has the name of. Thread-safe.
 *
 * <p>A look-up reads memory alone. Another node's change is seen at the next poll of the store's
 * version, or when an unknown name is looked up; look-ups that ask the store for that are limited,
 * so that a flood of unknown names costs next to nothing and only waits for the poll.
 */
public final class ClientRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClientRegistry.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long MISS_INTERVAL_NANOS = Duration.ofMillis(50).toNanos();
  private static final int POLLS_A_SWEEP = 60;
  private static final int SWEEP_BATCH = 1_000;
  private static final long NEVER = Long.MIN_VALUE;

  private final Map<String, Client> configured;
  private final ClientStore store;
  private final String issuer;
  private final LifetimeCaps caps;
  private final LongSupplier nanoTime;
  private final CountDownLatch closed = new CountDownLatch(1);

  private volatile Snapshot snapshot;
  private volatile boolean failing;
  private long lastMissNanos;

  /** What was read of the store at one version. */
  private record Snapshot(
      long version,
      Map<String, ClientStore.Stored> stored,
      Map<String, Client> byId,
      Set<String> origins) {
    static Snapshot of(
        long version, Map<String, ClientStore.Stored> stored, Map<String, Client> byId) {
      return new Snapshot(
          version,
          Map.copyOf(stored),
          Map.copyOf(byId),
          byId.values().stream()
              .flatMap(client -> client.allowedOrigins().stream())
              .collect(Collectors.toUnmodifiableSet()));
    }
  }

  /**
   * A registry of those clients; nothing of the store is known before the first {@link #refresh}.
   *
   * @param issuer an audience of every client
   * @param nanoTime monotonic
   */
  public ClientRegistry(
      Collection<Client> configured,
      ClientStore store,
      String issuer,
      LifetimeCaps caps,
      LongSupplier nanoTime) {
    Map<String, Client> byId = new TreeMap<>();
    configured.forEach(client -> byId.put(client.id(), client.servedBy(issuer)));
    this.configured = Map.copyOf(byId);
    this.store = store;
    this.issuer = issuer;
    this.caps = caps;
    this.nanoTime = nanoTime;
    this.snapshot = Snapshot.of(NEVER, Map.of(), this.configured);
    this.lastMissNanos = nanoTime.getAsLong() - MISS_INTERVAL_NANOS;
  }

  /** Reads the store now, and then follows it. */
  public void follow() {
    refresh();
    Thread.ofPlatform().daemon().name("clients").start(this::poll);
  }

  private void poll() {
    try {
      for (int polls = 1; !closed.await(POLL.toMillis(), TimeUnit.MILLISECONDS); polls++) {
        refreshQuietly();
        if (polls % POLLS_A_SWEEP == 0) {
          quietly(() -> store.forgetAssertions(SWEEP_BATCH));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All of them. */
  public Collection<Client> all() {
    return snapshot.byId().values();
  }

  /** Whether browsers may call from there, for some client. */
  public boolean hasOrigin(String origin) {
    return snapshot.origins().contains(origin);
  }

  /** The client of that {@code client_id}. */
  public Optional<Client> find(String clientId) {
    Client known = snapshot.byId().get(clientId);
    if (known == null && ClientSettings.isName(clientId) && mayAskStore()) {
      refreshQuietly();
      known = snapshot.byId().get(clientId);
    }
    return Optional.ofNullable(known);
  }

  /** Whether a client is one of the store, from which it can be removed at any time. */
  public boolean isStored(Client client) {
    return !configured.containsKey(client.id());
  }

  private synchronized boolean mayAskStore() {
    long now = nanoTime.getAsLong();
    if (now - lastMissNanos < MISS_INTERVAL_NANOS) {
      return false;
    }
    lastMissNanos = now;
    return true;
  }

  /** Keeps what it has where the store does not answer, and says so once. */
  private void refreshQuietly() {
    quietly(this::refresh);
  }

  private void quietly(Runnable work) {
    try {
      work.run();
      if (failing) {
        failing = false;
        LOG.info("clients can be read again");
      }
    } catch (RuntimeException e) {
      if (!failing) {
        failing = true;
        LOG.atWarn().setCause(e).log("clients cannot be read; those known before stay");
      }
    }
  }

  /** Takes over what changed in the store. */
  public synchronized void refresh() {
    long version = store.version();
    Snapshot before = snapshot;
    if (version == before.version()) {
      return;
    }
    // Read after the version: a change in between is read twice, never missed.
    Map<String, ClientStore.Stored> stored = new HashMap<>();
    Map<String, Client> byId = new HashMap<>();
    for (ClientStore.Stored row : store.all()) {
      stored.put(row.id(), row);
      // The same instance, so that what was prepared for it stays.
      Client same = row.equals(before.stored().get(row.id())) ? before.byId().get(row.id()) : null;
      Optional<Client> client = same == null ? read(row) : Optional.of(same);
      client.ifPresent(usable -> byId.put(usable.id(), usable));
    }
    byId.putAll(configured);
    snapshot = Snapshot.of(version, stored, byId);
  }

  private Optional<Client> read(ClientStore.Stored row) {
    List<String> problems = new ArrayList<>();
    Client client =
        ClientSettings.read(
            row.id(), row.settings(), caps, (key, must) -> problems.add(key + " must " + must));
    if (problems.isEmpty()) {
      return Optional.of(client.servedBy(issuer));
    }
    LOG.warn("the client {} is not served: {}", row.id(), String.join("; ", problems));
    return Optional.empty();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
