package signet.server.store;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.server.outage.OutageException;

/**
 * Turns failures of a database into what callers understand, and tells the log of outages: once in
 * a while, however many requests meet them. Thread-safe.
 */
final class Outages {
  private static final Logger LOG = LoggerFactory.getLogger(Outages.class);
  private static final long LOG_EVERY_NANOS = 10_000_000_000L;
  // A full disk may still take a small write while the next large one fails.
  private static final long DOUBT_NANOS = 5_000_000_000L;

  private final AtomicBoolean out = new AtomicBoolean();
  private final AtomicBoolean writesFail = new AtomicBoolean();
  private final AtomicLong lastWriteFailureNanos = new AtomicLong();
  private final AtomicLong lastLoggedNanos = new AtomicLong(System.nanoTime() - LOG_EVERY_NANOS);

  /** The failure of a read. */
  RuntimeException readFailed(RuntimeException failure) {
    return Fault.of(failure) == Fault.DEFECT ? failure : outage(failure);
  }

  /** The failure of a write, which was not for want of an attempt. */
  RuntimeException writeFailed(RuntimeException failure) {
    switch (Fault.of(failure)) {
      case DEFECT:
        return failure;
      case OUTAGE:
        lastWriteFailureNanos.set(System.nanoTime());
        writesFail.set(true);
        return outage(failure);
      case CONFLICT:
      default:
        return outage(failure);
    }
  }

  private OutageException outage(RuntimeException failure) {
    long now = System.nanoTime();
    long last = lastLoggedNanos.get();
    boolean first = out.compareAndSet(false, true);
    if ((first || now - last >= LOG_EVERY_NANOS) && lastLoggedNanos.compareAndSet(last, now)) {
      LOG.warn("the database cannot be used, requests are answered 503: {}", words(failure));
    }
    return new OutageException(failure);
  }

  /** Work that was not taken on. */
  OutageException refused(String reason) {
    long now = System.nanoTime();
    long last = lastLoggedNanos.get();
    if (now - last >= LOG_EVERY_NANOS && lastLoggedNanos.compareAndSet(last, now)) {
      LOG.warn("requests are answered 503: {}", reason);
    }
    return new OutageException(reason);
  }

  /** The message of a driver or pool, without what it quotes on further lines. */
  private static String words(RuntimeException failure) {
    return Fault.sqlCause(failure)
        .map(Throwable::getMessage)
        .flatMap(message -> message.lines().findFirst())
        .orElseGet(() -> failure.getClass().getSimpleName());
  }

  /** A read succeeded. */
  void readSucceeded() {
    if (out.get() && !writesFail.get()) {
      over();
    }
  }

  /** A write was committed. */
  void writeSucceeded() {
    if (out.get() && !inDoubt()) {
      writesFail.set(false);
      over();
    }
  }

  private void over() {
    if (out.compareAndSet(true, false)) {
      LOG.info("the database can be used again");
    }
  }

  /** Whether a write met an outage, and none has succeeded since the doubt was over. */
  boolean writesFail() {
    return writesFail.get();
  }

  /** Whether a write met an outage so lately that one which succeeds says little of the next. */
  boolean inDoubt() {
    return writesFail.get() && System.nanoTime() - lastWriteFailureNanos.get() < DOUBT_NANOS;
  }
}
