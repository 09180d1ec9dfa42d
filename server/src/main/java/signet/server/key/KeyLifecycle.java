package signet.server.key;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import signet.server.key.KeyStep.Making;
import signet.server.key.KeyStep.Move;

/**
 * What is to be done next with a set of keys. Pure functions: every node comes to the same answer,
 * the store lets one of them do it, and whatever state a node leaves behind is a state from which
 * another goes on.
 */
final class KeyLifecycle {
  /** More are not published at a time: a set has 100 keys at most, and verifiers load them all. */
  static final int MAX_PUBLISHED = 20;

  private KeyLifecycle() {}

  /** The next step, if one is due. */
  static Optional<KeyStep> next(KeySnapshot set, KeyRules rules) {
    Optional<StoredKey> signing = set.signing();
    if (signing.isEmpty()) {
      return Optional.of(begin(set, rules));
    }
    return demote(set, signing.get())
        .or(() -> publish(set, rules))
        .or(() -> makeStandby(set, rules))
        .or(() -> rotate(set, rules, signing.get()))
        .or(() -> retire(set, rules, signing.get()));
  }

  /** Where nothing signs, nobody can have learned of a key in time: the best one signs at once. */
  private static KeyStep begin(KeySnapshot set, KeyRules rules) {
    return bestStandby(set, rules)
        .map(key -> KeyStep.move(List.of(activate(key, false)), Optional.empty()))
        .orElseGet(() -> KeyStep.make(rules.algorithm(), KeyState.ACTIVE));
  }

  /** An earlier version had one active key an algorithm, though only one of them signed. */
  private static Optional<KeyStep> demote(KeySnapshot set, StoredKey signing) {
    return set.keys().stream()
        .filter(key -> key.state() == KeyState.ACTIVE && !key.equals(signing))
        .findFirst()
        .map(key -> KeyStep.move(List.of(cease(key)), Optional.empty()));
  }

  /** A secret is published by who exports it, everything else by being served. */
  private static Optional<KeyStep> publish(KeySnapshot set, KeyRules rules) {
    return set.pending().stream()
        .filter(key -> key.times().publishedAt().isEmpty() && !key.isSymmetric())
        .filter(key -> set.isServedSince(key.sinceSeq()))
        .findFirst()
        .map(key -> KeyStep.publish(key.kid(), waitBeforeSigning(set, rules)));
  }

  /** Until the last verifier's copy of the set without the key has come to its end. */
  static Duration waitBeforeSigning(KeySnapshot set, KeyRules rules) {
    Duration longest = set.longestMaxAge();
    return (longest.compareTo(rules.maxAge()) > 0 ? longest : rules.maxAge()).plus(rules.margin());
  }

  private static Optional<KeyStep> makeStandby(KeySnapshot set, KeyRules rules) {
    return standbyMissing(set, rules, Optional.empty())
        .map(making -> KeyStep.make(making.algorithm(), making.state()));
  }

  /** The standby to be made, supposing that a key is none any more. */
  private static Optional<Making> standbyMissing(
      KeySnapshot set, KeyRules rules, Optional<StoredKey> used) {
    boolean there =
        set.pending().stream()
            .filter(key -> used.isEmpty() || !used.get().equals(key))
            .anyMatch(key -> isConfigured(key, rules) && !key.isImported());
    return there || set.publishedCount() >= MAX_PUBLISHED
        ? Optional.empty()
        : Optional.of(new Making(rules.algorithm(), KeyState.PENDING));
  }

  private static Optional<KeyStep> rotate(KeySnapshot set, KeyRules rules, StoredKey signing) {
    return nextRotation(rules, signing).isAfter(set.now())
        ? Optional.empty()
        : successor(set, rules)
            .filter(key -> key.isPastGate(set.now()))
            .map(key -> succeed(set, rules, signing, key, true));
  }

  /** When the key that signs is to be followed by another, if one is past its gate then. */
  static Instant nextRotation(KeyRules rules, StoredKey signing) {
    Instant since = signing.times().activeAt().orElse(signing.createdAt());
    return isConfigured(signing, rules) ? since.plus(rules.rotation()) : since;
  }

  /** When a rotation is due; empty while the successor waits for servers. */
  static Optional<Instant> rotationDue(KeySnapshot set, KeyRules rules) {
    return set.signing()
        .flatMap(
            signing ->
                successor(set, rules)
                    .flatMap(key -> key.times().activateAt())
                    .map(gate -> later(gate, nextRotation(rules, signing))));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /**
   * The key that will sign next, past its gate or not: one that was brought goes before one that
   * was made here, and is followed by another that was brought alone.
   */
  static Optional<StoredKey> successor(KeySnapshot set, KeyRules rules) {
    List<StoredKey> fitting =
        set.pending().stream().filter(key -> isConfigured(key, rules)).toList();
    Optional<StoredKey> brought = fitting.stream().filter(StoredKey::isImported).findFirst();
    boolean waitsForFile =
        set.signing().filter(key -> key.isImported() && isConfigured(key, rules)).isPresent();
    return brought.isPresent() || waitsForFile ? brought : fitting.stream().findFirst();
  }

  /** One signs instead of the other, and a new standby is published. */
  static KeyStep succeed(
      KeySnapshot set, KeyRules rules, StoredKey signing, StoredKey successor, boolean gated) {
    return KeyStep.move(
        List.of(cease(signing), activate(successor, gated)),
        standbyMissing(set, rules, Optional.of(successor)));
  }

  private static Optional<KeyStep> retire(KeySnapshot set, KeyRules rules, StoredKey signing) {
    return set.keys().stream()
        .filter(
            key ->
                isOver(set, rules, key)
                    || (isConfigured(signing, rules) && isStray(set, rules, key)))
        .findFirst()
        .map(
            key ->
                KeyStep.move(
                    List.of(new Move(key.kid(), key.state(), KeyState.RETIRED, false)),
                    Optional.empty()));
  }

  private static boolean isOver(KeySnapshot set, KeyRules rules, StoredKey key) {
    return key.state() == KeyState.RETIRING && !lastTokenEnds(set, rules, key).isAfter(set.now());
  }

  /** When no verifier accepts a token of a retiring key any more, whatever its clock says. */
  static Instant lastTokenEnds(KeySnapshot set, KeyRules rules, StoredKey key) {
    // A node that has not heard of it yet may sign until its lease ends.
    return key.times()
        .retiringAt()
        .orElse(set.now())
        .plus(rules.lease())
        .plus(set.longestLifetime())
        .plus(rules.skew());
  }

  /** A standby of an algorithm that is no longer configured; old, lest two configurations fight. */
  private static boolean isStray(KeySnapshot set, KeyRules rules, StoredKey key) {
    return key.state() == KeyState.PENDING
        && !isConfigured(key, rules)
        && !key.createdAt().plus(rules.rotation()).isAfter(set.now());
  }

  /** Withdraws a key whose private half is known to others; what signs is followed at once. */
  static KeyStep compromise(KeySnapshot set, KeyRules rules, StoredKey key) {
    Move withdrawn = new Move(key.kid(), key.state(), KeyState.COMPROMISED, false);
    return withdraw(set, rules, key, withdrawn).revoking(key.kid());
  }

  /** A move by which a key leaves the set, with whatever has to take its place. */
  static KeyStep withdraw(KeySnapshot set, KeyRules rules, StoredKey key, Move withdrawn) {
    List<Move> moves = new ArrayList<>(List.of(withdrawn));
    if (!set.signing().equals(Optional.of(key))) {
      return KeyStep.move(
          moves,
          key.state() == KeyState.PENDING
              ? standbyMissing(set, rules, Optional.of(key))
              : Optional.empty());
    }
    Optional<StoredKey> successor = bestStandby(set, rules);
    successor.ifPresent(next -> moves.add(activate(next, false)));
    return KeyStep.move(
        moves,
        successor.isEmpty()
            ? Optional.of(new Making(rules.algorithm(), KeyState.ACTIVE))
            : standbyMissing(set, rules, successor));
  }

  private static Optional<StoredKey> bestStandby(KeySnapshot set, KeyRules rules) {
    // False comes first.
    return set.pending().stream()
        .min(
            Comparator.<StoredKey, Boolean>comparing(key -> !key.isPastGate(set.now()))
                .thenComparing(key -> !isConfigured(key, rules))
                .thenComparing(StoredKey::createdAt)
                .thenComparing(StoredKey::kid));
  }

  private static boolean isConfigured(StoredKey key, KeyRules rules) {
    return key.algorithm().equals(rules.algorithm().wireName());
  }

  private static Move activate(StoredKey key, boolean gated) {
    return new Move(key.kid(), KeyState.PENDING, KeyState.ACTIVE, gated);
  }

  private static Move cease(StoredKey key) {
    return new Move(key.kid(), KeyState.ACTIVE, KeyState.RETIRING, false);
  }
}
