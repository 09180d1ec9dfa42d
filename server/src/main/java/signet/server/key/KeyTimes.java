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

  KeyTimes published(Instant at, Instant gate) {
    return new KeyTimes(
        Optional.of(at), Optional.of(gate), activeAt, retiringAt, retiredAt, compromisedAt);
  }

  /** With the time of the step into that state. */
  KeyTimes entered(KeyState state, Instant at) {
    Optional<Instant> now = Optional.of(at);
    return switch (state) {
      case PENDING -> this;
      case ACTIVE ->
          new KeyTimes(
              publishedAt.or(() -> now),
              activateAt.or(() -> now),
              now,
              retiringAt,
              retiredAt,
              compromisedAt);
      case RETIRING ->
          new KeyTimes(publishedAt, activateAt, activeAt, now, retiredAt, compromisedAt);
      case RETIRED ->
          new KeyTimes(publishedAt, activateAt, activeAt, retiringAt, now, compromisedAt);
      case COMPROMISED ->
          new KeyTimes(publishedAt, activateAt, activeAt, retiringAt, retiredAt, now);
    };
  }
}
