package signet.server.revocation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.server.outage.OutageException;

/**
 * Reads the feed as it grows, on a thread of its own, and tells its listeners: what came, and every
 * two seconds how fresh that is. Says nothing while the database cannot be read.
 */
public final class FeedFollower implements AutoCloseable {
  /** How often freshness is told. */
  public static final Duration FRESH_EVERY = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(FeedFollower.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration STOP = Duration.ofSeconds(5);
  private static final String NONE = "";

  private final FeedReader reader;
  private final List<Listener> listeners;
  private final LongSupplier nanoTime;
  private final Semaphore changes = new Semaphore(0);
  private final Thread thread;
  private final Thread waiting;
  private volatile boolean closed;
  private String epoch = NONE;
  private long seq;
  private long freshNanos;

  /** Hears of the feed, on one thread; must not block. */
  public interface Listener {
    /**
     * The feed begins anew there: positions from before mean nothing, and entries go on counting.
     */
    void began(FeedReader.Head head);

    /** More of the feed. */
    void grew(FeedReader.Page page);

    /**
     * Everything up to a position has been told.
     *
     * @param readNanos when the database was read, in monotonic time
     */
    void isFresh(FeedReader.Head head, long readNanos);
  }

  /** Follows the feed once started. */
  public FeedFollower(FeedReader reader, List<Listener> listeners, LongSupplier nanoTime) {
    this.reader = reader;
    this.listeners = List.copyOf(listeners);
    this.nanoTime = nanoTime;
    this.thread = Thread.ofPlatform().name("revocation-feed").daemon().unstarted(this::follow);
    this.waiting = Thread.ofPlatform().name("revocation-signal").daemon().unstarted(this::await);
  }

  /** Begins. */
  public void start() {
    thread.start();
    waiting.start();
  }

  /** The feed may have grown. Returns at once. */
  public void wake() {
    changes.release();
  }

  /** Turns the database's signal into that. */
  private void await() {
    while (!closed) {
      try {
        reader.awaitChange(POLL);
      } catch (InterruptedException e) {
        return;
      }
      wake();
    }
  }

  private void follow() {
    while (!closed) {
      try {
        step();
        awaitWake();
      } catch (OutageException e) {
        // Verifiers notice by hearing nothing.
        if (!pause()) {
          return;
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("the revocation feed cannot be read", e);
        if (!pause()) {
          return;
        }
      }
    }
  }

  private void awaitWake() throws InterruptedException {
    if (changes.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
      changes.drainPermits();
    }
  }

  private boolean pause() {
    try {
      Thread.sleep(POLL);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** Who restores a database gives the feed a new epoch: without one, commits were lost. */
  private void warnIfBack(FeedReader.Head head) {
    if (head.epoch().equals(epoch)) {
      LOG.warn("the revocation feed went back from {} to {}: it is sent anew", seq, head.seq());
    }
  }

  /** Looks once, and tells what is new. */
  void step() throws InterruptedException {
    // Before the read: what is committed during it may be missing.
    long readNanos = nanoTime.getAsLong();
    FeedReader.Head head = reader.head();
    boolean told = true;
    if (!head.epoch().equals(epoch) || head.seq() < seq) {
      warnIfBack(head);
      epoch = head.epoch();
      listeners.forEach(listener -> listener.began(head));
    } else if (head.seq() > seq) {
      reader.read(seq, head.seq(), page -> listeners.forEach(listener -> listener.grew(page)));
    } else {
      told = readNanos - freshNanos >= FRESH_EVERY.toNanos();
    }
    seq = head.seq();
    if (told) {
      freshNanos = readNanos;
      listeners.forEach(listener -> listener.isFresh(head, readNanos));
    }
  }

  /** Stops, and lets go of the reader; the database can be closed then. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    waiting.interrupt();
    reader.close();
    try {
      thread.join(STOP);
      waiting.join(STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
