package signet.server.key;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A key as operators see it.
 *
 * @param kid its name
 * @param algorithm what it signs with
 * @param state its place in its life
 * @param publicJwk JSON
 * @param since when it came into that state
 * @param age for how long it has been in it
 * @param next the state that follows by itself, if one does
 * @param nextAt when that is due; empty where it waits for servers
 * @param liveTokensAtMost its signatures within the longest lifetime of a token
 * @param imported whether it was made elsewhere, so that rotation waits for another such key
 */
public record KeyStatus(
    String kid,
    String algorithm,
    KeyState state,
    String publicJwk,
    Instant since,
    Duration age,
    Optional<KeyState> next,
    Optional<Instant> nextAt,
    long liveTokensAtMost,
    boolean imported) {
  static KeyStatus of(KeySnapshot set, KeyRules rules, StoredKey key, long recentSignatures) {
    Instant since = since(key);
    Duration age = Duration.between(since, set.now());
    return new KeyStatus(
        key.kid(),
        key.algorithm(),
        key.state(),
        key.publicJwk(),
        since,
        age.isNegative() ? Duration.ZERO : age,
        next(key),
        nextAt(set, rules, key),
        key.state() == KeyState.COMPROMISED ? 0 : recentSignatures,
        key.isImported());
  }

  private static Instant since(StoredKey key) {
    KeyTimes times = key.times();
    Optional<Instant> since =
        switch (key.state()) {
          case PENDING -> Optional.empty();
          case ACTIVE -> times.activeAt();
          case RETIRING -> times.retiringAt();
          case RETIRED -> times.retiredAt();
          case COMPROMISED -> times.compromisedAt();
        };
    return since.orElse(key.createdAt());
  }

  private static Optional<KeyState> next(StoredKey key) {
    return switch (key.state()) {
      case PENDING -> Optional.of(KeyState.ACTIVE);
      case ACTIVE -> Optional.of(KeyState.RETIRING);
      case RETIRING -> Optional.of(KeyState.RETIRED);
      case RETIRED, COMPROMISED -> Optional.empty();
    };
  }

  private static Optional<Instant> nextAt(KeySnapshot set, KeyRules rules, StoredKey key) {
    return switch (key.state()) {
      case PENDING, ACTIVE -> KeyLifecycle.rotationDue(set, rules);
      case RETIRING -> Optional.of(KeyLifecycle.lastTokenEnds(set, rules, key));
      case RETIRED, COMPROMISED -> Optional.empty();
    };
  }

  /** Whether verifiers are told of it. */
  public boolean isPublished() {
    return state.isPublished() && !algorithm.startsWith("HS");
  }
}
