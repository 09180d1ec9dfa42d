package signet.server.key;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The keys and those who use them, as they were at one moment. Immutable.
 *
 * @param seq the number of the set, raised by every transition
 * @param keys every key, the oldest first
 * @param nodes servers that share the database; empty where there is one alone
 * @param now by the clock of the database
 * @param longestLifetime of access tokens, ever configured
 * @param longestMaxAge of the published set, ever configured
 */
public record KeySnapshot(
    long seq,
    List<StoredKey> keys,
    List<Node> nodes,
    Instant now,
    Duration longestLifetime,
    Duration longestMaxAge) {
  private static final Comparator<StoredKey> BY_ACTIVATION =
      Comparator.<StoredKey, Instant>comparing(key -> key.times().activeAt().orElse(Instant.MIN))
          .thenComparing(StoredKey::createdAt)
          .thenComparing(StoredKey::kid);

  /**
   * A server.
   *
   * @param id random, new with each start
   * @param loadedSeq the set it serves
   * @param leaseUntil when it ceases to sign, unless it is heard of before
   */
  public record Node(String id, long loadedSeq, Instant leaseUntil) {}

  public KeySnapshot {
    keys = List.copyOf(keys);
    nodes = List.copyOf(nodes);
  }

  /** The key that signs: of several that are active, the one that became so last. */
  public Optional<StoredKey> signing() {
    return keys.stream().filter(key -> key.state() == KeyState.ACTIVE).max(BY_ACTIVATION);
  }

  /** Those that wait for their turn, the oldest first. */
  List<StoredKey> pending() {
    return keys.stream().filter(key -> key.state() == KeyState.PENDING).toList();
  }

  /** The key of that name. */
  public Optional<StoredKey> find(String kid) {
    return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
  }

  long publishedCount() {
    return keys.stream().filter(StoredKey::isPublished).count();
  }

  /** Whether every live node serves a set of that number or a later one. */
  boolean isServedSince(long sinceSeq) {
    return nodes.stream()
        .filter(node -> node.leaseUntil().isAfter(now))
        .allMatch(node -> node.loadedSeq() >= sinceSeq);
  }
}
