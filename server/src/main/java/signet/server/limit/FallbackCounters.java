package signet.server.limit;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import signet.server.outage.OutageException;

/**
 * The counters of one attempt: those that servers share, or this server's own where those cannot be
 * had when it is charged. So an outage lets nobody wait, and an attacker has the free failures of
 * each server at most. Used by one thread.
 */
public final class FallbackCounters implements FailureCounters {
  private final FailureCounters shared;
  private final FailureCounters own;
  private final Runnable onFallback;
  private @Nullable FailureCounters charged;

  /**
   * Counters of both kinds, for an attempt that is yet to be charged.
   *
   * @param onFallback told if it is charged to the server's own
   */
  public FallbackCounters(FailureCounters shared, FailureCounters own, Runnable onFallback) {
    this.shared = shared;
    this.own = own;
    this.onFallback = onFallback;
  }

  @Override
  public Optional<Wait> charge(List<Charge> charges) {
    try {
      charged = shared;
      return shared.charge(charges);
    } catch (OutageException e) {
      charged = own;
      onFallback.run();
      return own.charge(charges);
    }
  }

  @Override
  public void giveBack(Charge charge) {
    if (charged != null) {
      ignoringOutage(charged, counters -> counters.giveBack(charge));
    }
  }

  @Override
  public void forget(Charge charge) {
    if (charged != null) {
      ignoringOutage(charged, counters -> counters.forget(charge));
    }
  }

  /** Where the attempt was charged alone: what cannot be given back there goes with time. */
  private static void ignoringOutage(FailureCounters charged, Consumer<FailureCounters> work) {
    try {
      work.accept(charged);
    } catch (OutageException e) {
      // The other counters were charged nothing.
      return;
    }
  }
}
