package signet.server.key;

import java.time.Instant;
import java.util.Optional;

/**
 * When a key took the steps of its life, by the database's clock; empty for those it has not taken.
 *
 * @param publishedAt when every live node served it
 * @param activateAt the gate: it does not sign before, unless there is no other
 * @param activeAt when it began to sign
 * @param retiringAt when it ceased to sign
 * @param retiredAt when it was withdrawn, its tokens having expired
 * @param compromisedAt when it was withdrawn for a leak
 */
public record KeyTimes(
    Optional<Instant> publishedAt,
    Optional<Instant> activateAt,
    Optional<Instant> activeAt,
    Optional<Instant> retiringAt,
    Optional<Instant> retiredAt,
    Optional<Instant> compromisedAt) {
  /** Of a key that has just been made. */
  public static final KeyTimes NONE =
      new KeyTimes(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
}
