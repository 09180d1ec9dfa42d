package signet.server.password;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs another hasher on a few platform threads with a short queue, so that a flood of logins costs
 * neither all processors nor all memory. Thread-safe.
 *
 * <p>Platform threads, because native code would pin the carriers of virtual ones.
 */
public final class BoundedHasher implements PasswordHasher, AutoCloseable {
  private final PasswordHasher hasher;
  private final ThreadPoolExecutor pool;

  /**
   * Bounds a hasher.
   *
   * @param hasher does the work
   * @param threads computations at once
   * @param queueLength computations waiting; one more is refused with {@link HashingBusyException}
   */
  public BoundedHasher(PasswordHasher hasher, int threads, int queueLength) {
    this.hasher = hasher;
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queueLength),
            Thread.ofPlatform().name("password-", 0).daemon().factory());
  }

  @Override
  public String hash(Password password) {
    return run(() -> hasher.hash(password));
  }

  @Override
  public boolean verify(String encoded, Password password) {
    return run(() -> hasher.verify(encoded, password));
  }

  @Override
  public boolean isCurrent(String encoded) {
    return hasher.isCurrent(encoded);
  }

  @Override
  public String decoy() {
    return hasher.decoy();
  }

  private <T> T run(Callable<T> computation) {
    Future<T> result;
    try {
      result = pool.submit(computation);
    } catch (RejectedExecutionException e) {
      throw new HashingBusyException();
    }
    try {
      return result.get();
    } catch (InterruptedException e) {
      result.cancel(true);
      Thread.currentThread().interrupt();
      throw new HashingBusyException();
    } catch (ExecutionException e) {
      throw new IllegalStateException("password hashing failed", e.getCause());
    }
  }

  /** Refuses new work; what runs or waits is still done. */
  @Override
  public void close() {
    pool.shutdown();
  }
}
