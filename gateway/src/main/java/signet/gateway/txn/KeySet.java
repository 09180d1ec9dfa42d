package signet.gateway.txn;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import signet.gateway.txn.TransactionKey.State;
import signet.jose.jwk.JwkSet;

/**
 * All keys of a folder at one moment, the oldest first. Immutable.
 *
 * @param longestMaxAge of the published set, ever configured: a service may hold it for as long
 */
record KeySet(List<TransactionKey> keys, Duration longestMaxAge) {
  static final KeySet EMPTY = new KeySet(List.of(), Duration.ZERO);

  KeySet {
    keys =
        keys.stream()
            .sorted(
                Comparator.comparing(TransactionKey::createdAt).thenComparing(TransactionKey::kid))
            .toList();
  }

  /** The key that signs. */
  Optional<TransactionKey> signing() {
    return in(State.ACTIVE).max(Comparator.comparing(TransactionKey::since));
  }

  Stream<TransactionKey> in(State state) {
    return keys.stream().filter(key -> key.state() == state);
  }

  KeySet with(TransactionKey key) {
    return new KeySet(Stream.concat(keys.stream(), Stream.of(key)).toList(), longestMaxAge);
  }

  KeySet without(TransactionKey key) {
    return new KeySet(keys.stream().filter(other -> !other.equals(key)).toList(), longestMaxAge);
  }

  KeySet changing(TransactionKey key, UnaryOperator<TransactionKey> change) {
    return without(key).with(change.apply(key));
  }

  KeySet withLongestMaxAge(Duration longest) {
    return new KeySet(keys, longest);
  }

  /** The public halves, as services fetch them. */
  JwkSet published() {
    return JwkSet.of(keys.stream().map(key -> key.jwk().toPublic()).toList());
  }
}
