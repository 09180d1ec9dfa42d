package signet.server.limit;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import signet.server.outage.OutageException;

/**
 * Counters that servers share, or this server's own while those cannot be had: an outage lets
 * nobody wait, and an attacker has the free failures of each server at most. Thread-safe.
 */
public final class FallbackCounters implements FailureCounters {
  private final FailureCounters shared;
  private final FailureCounters own;
  private final Runnable onFallback;

  /**
   * Counters of both kinds.
   *
   * @param onFallback told of each attempt that is charged to the server's own
   */
  public FallbackCounters(FailureCounters shared, FailureCounters own, Runnable onFallback) {
    this.shared = shared;
    this.own = own;
    this.onFallback = onFallback;
  }

  @Override
  public Optional<Wait> charge(List<Charge> charges) {
    try {
      return shared.charge(charges);
    } catch (OutageException e) {
      onFallback.run();
      return own.charge(charges);
    }
  }

  @Override
  public void giveBack(Charge charge) {
    withEither(counters -> counters.giveBack(charge));
  }

  @Override
  public void forget(Charge charge) {
    withEither(counters -> counters.forget(charge));
  }

  private void withEither(Consumer<FailureCounters> work) {
    try {
      work.accept(shared);
    } catch (OutageException e) {
      work.accept(own);
    }
  }
}
