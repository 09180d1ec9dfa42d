package signet.server.key;

import java.time.Instant;
import java.util.Optional;

/** What the steps of its life make of a key in memory, as they set columns in SQL. */
final class KeySteps {
  private KeySteps() {}

  /** As it stands in the store once it was made. */
  static StoredKey made(StoredKey key, Instant at, long sinceSeq) {
    KeyTimes times =
        key.state() == KeyState.ACTIVE ? entered(KeyTimes.NONE, KeyState.ACTIVE, at) : key.times();
    return copy(key, key.state(), at, times, sinceSeq);
  }

  static StoredKey published(StoredKey key, Instant at, Instant gate) {
    KeyTimes times = key.times();
    return copy(
        key,
        key.state(),
        key.createdAt(),
        new KeyTimes(
            Optional.of(at),
            Optional.of(gate),
            times.activeAt(),
            times.retiringAt(),
            times.retiredAt(),
            times.compromisedAt()),
        key.sinceSeq());
  }

  static StoredKey inState(StoredKey key, KeyState next, Instant at) {
    return copy(key, next, key.createdAt(), entered(key.times(), next, at), key.sinceSeq());
  }

  private static KeyTimes entered(KeyTimes times, KeyState state, Instant at) {
    Optional<Instant> now = Optional.of(at);
    boolean signs = state == KeyState.ACTIVE;
    return new KeyTimes(
        signs ? times.publishedAt().or(() -> now) : times.publishedAt(),
        signs ? times.activateAt().or(() -> now) : times.activateAt(),
        signs ? now : times.activeAt(),
        state == KeyState.RETIRING ? now : times.retiringAt(),
        state == KeyState.RETIRED ? now : times.retiredAt(),
        state == KeyState.COMPROMISED ? now : times.compromisedAt());
  }

  private static StoredKey copy(
      StoredKey key, KeyState state, Instant createdAt, KeyTimes times, long sinceSeq) {
    return new StoredKey(
        key.kid(),
        key.algorithm(),
        state,
        key.publicJwk(),
        key.sealedPrivate(),
        createdAt,
        times,
        sinceSeq);
  }
}
