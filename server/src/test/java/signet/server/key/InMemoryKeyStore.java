package signet.server.key;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import signet.server.audit.AuditEvent;

/** Keys in memory, by the contract of those in SQL and with a clock that a test turns. */
public final class InMemoryKeyStore implements KeyStore {
  private final InstantSource clock;
  private final Duration longestLifetime;
  private final Map<String, StoredKey> keys = new LinkedHashMap<>();
  private final Map<String, KeySnapshot.Node> nodes = new TreeMap<>();
  private final Map<String, Long> signatures = new TreeMap<>();
  private final List<AuditEvent> events = new ArrayList<>();
  private final List<String> revoked = new ArrayList<>();
  private Duration longestMaxAge = Duration.ZERO;
  private long seq;

  /** An empty store. */
  public InMemoryKeyStore(InstantSource clock, Duration longestLifetime) {
    this.clock = clock;
    this.longestLifetime = longestLifetime;
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public synchronized void prepare(Duration maxAge) {
    longestMaxAge = maxAge.compareTo(longestMaxAge) > 0 ? maxAge : longestMaxAge;
  }

  @Override
  public synchronized long seq() {
    return seq;
  }

  @Override
  public synchronized KeySnapshot load() {
    List<StoredKey> sorted =
        keys.values().stream()
            .sorted(Comparator.comparing(StoredKey::createdAt).thenComparing(StoredKey::kid))
            .toList();
    return new KeySnapshot(
        seq, sorted, List.copyOf(nodes.values()), clock.instant(), longestLifetime, longestMaxAge);
  }

  @Override
  public synchronized Optional<Taken> take(
      long expected, KeyStep step, Optional<StoredKey> made, Change change) {
    Instant now = clock.instant();
    Map<String, StoredKey> next = new LinkedHashMap<>(keys);
    if (seq != expected
        || !step.moves().stream().allMatch(move -> move(next, move, now))
        || !step.publication().stream().allMatch(publication -> publish(next, publication, now))
        || !made.stream().allMatch(key -> insert(next, key, now))) {
      return Optional.empty();
    }
    keys.clear();
    keys.putAll(next);
    events.addAll(change.events());
    change.endSessions().ifPresent(events::add);
    step.revoked().ifPresent(revoked::add);
    seq++;
    return Optional.of(new Taken(seq, 0));
  }

  private static boolean move(Map<String, StoredKey> next, KeyStep.Move move, Instant now) {
    StoredKey key = next.get(move.kid());
    if (key == null || key.state() != move.from() || (move.gated() && !key.isPastGate(now))) {
      return false;
    }
    next.put(move.kid(), KeySteps.inState(key, move.to(), now));
    return hasOneActiveAnAlgorithm(next);
  }

  private static boolean hasOneActiveAnAlgorithm(Map<String, StoredKey> next) {
    List<String> active =
        next.values().stream()
            .filter(key -> key.state() == KeyState.ACTIVE)
            .map(StoredKey::algorithm)
            .toList();
    return active.stream().distinct().count() == active.size();
  }

  private boolean publish(
      Map<String, StoredKey> next, KeyStep.Publication publication, Instant now) {
    StoredKey key = next.get(publication.kid());
    if (key == null
        || key.state() != KeyState.PENDING
        || key.times().publishedAt().isPresent()
        || nodes.values().stream()
            .anyMatch(n -> n.leaseUntil().isAfter(now) && n.loadedSeq() < key.sinceSeq())) {
      return false;
    }
    next.put(key.kid(), KeySteps.published(key, now, now.plus(publication.untilSigning())));
    return true;
  }

  private boolean insert(Map<String, StoredKey> next, StoredKey key, Instant now) {
    return next.putIfAbsent(key.kid(), KeySteps.made(key, now, seq + 1)) == null
        && hasOneActiveAnAlgorithm(next);
  }

  /** Drops what ended long ago, so that a simulated year does not become slower with each day. */
  synchronized void forget(Instant createdBefore) {
    keys.values()
        .removeIf(key -> !key.state().isPublished() && key.createdAt().isBefore(createdBefore));
  }

  /** Puts a key in as it is, whatever the contract says. */
  synchronized void put(StoredKey key) {
    keys.put(key.kid(), key);
    seq++;
  }

  @Override
  public synchronized boolean renew(String node, long loadedSeq, Duration lease) {
    if (loadedSeq != seq) {
      return false;
    }
    nodes.put(node, new KeySnapshot.Node(node, loadedSeq, clock.instant().plus(lease)));
    return true;
  }

  @Override
  public synchronized void leave(String node) {
    nodes.remove(node);
  }

  @Override
  public synchronized void countSignatures(Map<String, Long> more) {
    more.forEach((kid, count) -> signatures.merge(kid, count, Long::sum));
  }

  @Override
  public synchronized Map<String, Long> recentSignatures() {
    return Map.copyOf(signatures);
  }

  /** What was put on record, in order. */
  synchronized List<AuditEvent> events() {
    return List.copyOf(events);
  }

  /** Of which keys tokens count no more. */
  synchronized List<String> revoked() {
    return List.copyOf(revoked);
  }
}
