package signet.server.store;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jspecify.annotations.Nullable;
import signet.server.outage.OutageException;

/**
 * One transaction on its way from the thread that asks for it to the one that writes, and its
 * result on the way back. Runs once or never.
 */
final class WaitingTransaction {
  private static final long PATIENCE_SECONDS = 10;

  private final HandleCallback<?, ?> work;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CountDownLatch answered = new CountDownLatch(1);
  // Written before the latch is opened, read after.
  private Object result = false;
  private @Nullable Throwable failure;

  WaitingTransaction(HandleCallback<?, ?> work) {
    this.work = work;
  }

  /** True for the first who calls: the one that writes, or the one that no longer waits. */
  boolean take() {
    return taken.compareAndSet(false, true);
  }

  /** Does the work; it counts when the transaction around it is committed. */
  void run(Handle handle) throws Exception {
    result = work.withHandle(handle);
  }

  /** Nothing of it is kept. The first reason counts. */
  void fail(Throwable reason) {
    if (failure == null) {
      failure = reason;
    }
  }

  /** Lets the thread that asked go on. */
  void answer() {
    answered.countDown();
  }

  /**
   * Waits for the answer.
   *
   * @param <R> what the work gives
   * @param <X> what the work throws
   * @throws OutageException if it was not begun in time, and then never will be
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  <R, X extends Exception> R await() throws X {
    boolean interrupted = false;
    while (true) {
      try {
        if (answered.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (take()) {
        restore(interrupted);
        throw new OutageException("waited too long to write");
      }
    }
    restore(interrupted);
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (X) failure;
    }
    return (R) result;
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
