package signet.bearer.revocation;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How well a verifier knows what was revoked.
 *
 * @param state in one word
 * @param epoch of the feed that was read, if any was
 * @param seq the position in it
 * @param age of what is known: since the server read its database; absent before the first time
 * @param entries how many are held
 * @param failure why the feed cannot be read at this moment, in words that hold no secret
 */
public record RevocationHealth(
    State state,
    Optional<String> epoch,
    long seq,
    Optional<Duration> age,
    int entries,
    Optional<String> failure) {
  /** How it stands. */
  public enum State {
    /** Nothing was read yet: every token is answered with 503. */
    STARTING,
    /** Known, and lately. */
    FRESH,
    /** Known, but not what came lately. */
    STALE,
    /**
     * Something may be missing, as the bound on entries was reached or a clock that was ahead let
     * go of some: counts as stale.
     */
    FULL;

    /** As health checks write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
