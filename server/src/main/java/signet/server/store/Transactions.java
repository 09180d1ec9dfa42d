package signet.server.store;

import java.util.Optional;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;

/**
 * Runs what changes something, each call as one transaction that is committed, and on the disk,
 * when the call returns. Thread-safe. Work must not begin another transaction, and may run more
 * than once.
 *
 * <p>Each throws {@link signet.server.outage.OutageException} where the database cannot be used.
 */
interface Transactions {
  /** How often work is tried while other transactions are in its way. */
  int ATTEMPTS = 5;

  /**
   * Runs work, again where another transaction was in the way, {@value #ATTEMPTS} times at most.
   */
  <R, X extends Exception> R inTransaction(HandleCallback<R, X> work) throws X;

  /** Runs work once; empty, with nothing changed, where another transaction was in the way. */
  <R> Optional<R> attempt(HandleCallback<R, RuntimeException> work);

  /** As {@link #attempt}, for one statement, which is a transaction by itself. */
  <R> Optional<R> attemptStatement(HandleCallback<R, RuntimeException> statement);

  /** Runs one statement, which is a transaction by itself. */
  <R, X extends Exception> R withHandle(HandleCallback<R, X> statement) throws X;

  /** As {@link #inTransaction} for work without a result. */
  default <X extends Exception> void useTransaction(HandleConsumer<X> work) throws X {
    inTransaction(
        handle -> {
          work.useHandle(handle);
          return true;
        });
  }

  /** As {@link #withHandle} for a statement without a result. */
  default <X extends Exception> void useHandle(HandleConsumer<X> statement) throws X {
    withHandle(
        handle -> {
          statement.useHandle(handle);
          return true;
        });
  }
}
