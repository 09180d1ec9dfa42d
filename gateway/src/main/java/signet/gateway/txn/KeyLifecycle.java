package signet.gateway.txn;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import signet.gateway.txn.TransactionKey.State;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.PrivateJwk;

/**
 * What is to be done next with the keys of a folder: one step at a time, each of which leaves a set
 * from which any replica goes on. Pure but for the making of keys; every replica comes to the same
 * answer, and the folder lets one of them do it.
 */
final class KeyLifecycle {
  /** More are not published at a time: services load them all. */
  static final int MAX_PUBLISHED = 20;

  private KeyLifecycle() {}

  /** The set after the step that is due; empty where none is. */
  static Optional<KeySet> next(KeySet set, KeyRules rules, Instant now) {
    Optional<TransactionKey> signing = set.signing();
    if (signing.isEmpty()) {
      return Optional.of(begin(set, rules, now));
    }
    return remember(set, rules)
        .or(() -> makeStandby(set, rules, now))
        .or(() -> rotate(set, rules, signing.get(), now))
        .or(() -> remove(set, rules, signing.get(), now));
  }

  /** Where nothing signs, nobody can have learned of a key in time: the best one signs at once. */
  private static KeySet begin(KeySet set, KeyRules rules, Instant now) {
    return set.in(State.PENDING)
        // False comes first.
        .min(
            Comparator.<TransactionKey, Boolean>comparing(key -> !key.isPastGate(now))
                .thenComparing(key -> !isConfigured(key, rules))
                .thenComparing(TransactionKey::createdAt))
        .map(key -> set.changing(key, best -> best.in(State.ACTIVE, now)))
        .orElseGet(() -> set.with(made(rules.algorithm(), State.ACTIVE, now, now)));
  }

  /** A service may hold a set for as long as any replica ever told it. */
  private static Optional<KeySet> remember(KeySet set, KeyRules rules) {
    return rules.maxAge().compareTo(set.longestMaxAge()) > 0
        ? Optional.of(set.withLongestMaxAge(rules.maxAge()))
        : Optional.empty();
  }

  private static Optional<KeySet> makeStandby(KeySet set, KeyRules rules, Instant now) {
    boolean there = set.in(State.PENDING).anyMatch(key -> isConfigured(key, rules));
    if (there || set.keys().size() >= MAX_PUBLISHED) {
      return Optional.empty();
    }
    Instant gate = now.plus(rules.waitBeforeSigning(set.longestMaxAge()));
    return Optional.of(set.with(made(rules.algorithm(), State.PENDING, now, gate)));
  }

  private static TransactionKey made(
      JwsAlgorithm algorithm, State state, Instant now, Instant gate) {
    PrivateJwk pair = PrivateJwk.generate(algorithm);
    PrivateJwk named = pair.withKid(pair.thumbprint()).withAlgorithm(algorithm).withUse("sig");
    return new TransactionKey(named, state, now, gate, now);
  }

  private static Optional<KeySet> rotate(
      KeySet set, KeyRules rules, TransactionKey signing, Instant now) {
    Duration time = isConfigured(signing, rules) ? rules.rotation() : Duration.ZERO;
    if (signing.since().plus(time).isAfter(now)) {
      return Optional.empty();
    }
    return set.in(State.PENDING)
        .filter(key -> isConfigured(key, rules) && key.isPastGate(now))
        .findFirst()
        .map(
            successor ->
                set.changing(signing, key -> key.in(State.RETIRING, now))
                    .changing(successor, key -> key.in(State.ACTIVE, now)));
  }

  /** What has had its time goes, its private half too. */
  private static Optional<KeySet> remove(
      KeySet set, KeyRules rules, TransactionKey signing, Instant now) {
    return set.keys().stream()
        .filter(
            key -> isOver(key, now) || isSecond(key, signing) || isStray(key, signing, rules, now))
        .findFirst()
        .map(
            key ->
                isSecond(key, signing)
                    ? set.changing(key, second -> second.in(State.RETIRING, now))
                    : set.without(key));
  }

  private static boolean isOver(TransactionKey key, Instant now) {
    return key.state() == State.RETIRING
        && !key.since().plus(KeyRules.waitBeforeRemoval()).isAfter(now);
  }

  /** No step makes two keys active; a folder that was edited may have them. */
  private static boolean isSecond(TransactionKey key, TransactionKey signing) {
    return key.state() == State.ACTIVE && !key.equals(signing);
  }

  /** A standby of an algorithm no longer configured; old, lest two configurations fight. */
  private static boolean isStray(
      TransactionKey key, TransactionKey signing, KeyRules rules, Instant now) {
    return key.state() == State.PENDING
        && !isConfigured(key, rules)
        && isConfigured(signing, rules)
        && !key.createdAt().plus(rules.rotation()).isAfter(now);
  }

  private static boolean isConfigured(TransactionKey key, KeyRules rules) {
    return key.algorithm().equals(rules.algorithm().wireName());
  }
}
