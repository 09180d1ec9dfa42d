package signet.server.limit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Counters of failed attempts. Thread-safe; never blocks for more than a moment.
 *
 * <p>An attempt is charged before it is made, so that many at once cannot all pass before the first
 * has failed; what succeeds is given back.
 *
 * <p>All operations may throw {@link signet.server.outage.OutageException} where the counters are
 * kept elsewhere.
 */
public interface FailureCounters {
  /** The first of the charges that must wait, in the order they were given, and how long. */
  record Wait(Charge charge, Duration duration) {}

  /** Charges an attempt to all, unless one of them must wait: then to none. */
  Optional<Wait> charge(List<Charge> charges);

  /** Takes one charge back. */
  void giveBack(Charge charge);

  /** Forgets all failures of a counter. */
  void forget(Charge charge);
}
