package signet.server.store;

import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;

/** Transactions side by side, each on a connection of a pool. Thread-safe. */
final class PooledTransactions implements Transactions {
  private final Jdbi jdbi;
  private final Outages outages;

  PooledTransactions(Jdbi jdbi, Outages outages) {
    this.jdbi = jdbi;
    this.outages = outages;
  }

  @Override
  public <R, X extends Exception> R inTransaction(HandleCallback<R, X> work) throws X {
    for (int attempt = 1; ; attempt++) {
      try {
        return succeeded(jdbi.inTransaction(work));
      } catch (RuntimeException e) {
        if (attempt == ATTEMPTS || Fault.of(e) != Fault.CONFLICT) {
          throw outages.writeFailed(e);
        }
      }
    }
  }

  @Override
  public <R> Optional<R> attempt(HandleCallback<R, RuntimeException> work) {
    return attempt(() -> jdbi.inTransaction(work));
  }

  @Override
  public <R> Optional<R> attemptStatement(HandleCallback<R, RuntimeException> statement) {
    return attempt(() -> jdbi.withHandle(statement));
  }

  private <R> Optional<R> attempt(Supplier<R> work) {
    try {
      return Optional.of(succeeded(work.get()));
    } catch (RuntimeException e) {
      if (Fault.of(e) == Fault.CONFLICT) {
        return Optional.empty();
      }
      throw outages.writeFailed(e);
    }
  }

  @Override
  public <R, X extends Exception> R withHandle(HandleCallback<R, X> statement) throws X {
    try {
      return succeeded(jdbi.withHandle(statement));
    } catch (RuntimeException e) {
      throw outages.writeFailed(e);
    }
  }

  private <R> R succeeded(R result) {
    outages.writeSucceeded();
    return result;
  }
}
