package signet.server.revocation;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.server.outage.OutageException;

/**
 * Keeps a {@link FeedProjection} at the end of the feed, on a thread of its own. Any number of
 * servers may do so at once: they share the position that lies in the copy, and what two of them
 * write is the same.
 *
 * <p>Where the position is missing, or means nothing in this feed, everything that counts is
 * written anew.
 */
public final class FeedProjector implements FeedFollower.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeedProjector.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final FeedReader reader;
  private final FeedProjection projection;
  private final Semaphore changes = new Semaphore(0);
  private final Thread thread;

  /** Projects once started. */
  public FeedProjector(FeedReader reader, FeedProjection projection) {
    this.reader = reader;
    this.projection = projection;
    this.thread = Thread.ofPlatform().name("revocation-projector").daemon().unstarted(this::run);
  }

  /** Begins. */
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        stepQuietly();
        if (changes.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
          changes.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      // Closed.
      LOG.debug("stopped");
    }
  }

  private void stepQuietly() throws InterruptedException {
    try {
      step();
    } catch (OutageException e) {
      // The next look goes on where this one stopped.
      LOG.debug("the feed is not projected now");
    } catch (RuntimeException e) {
      LOG.warn("the revocation feed cannot be projected", e);
    }
  }

  /** Brings the copy to the end of the feed, unless another server does at the same time. */
  void step() throws InterruptedException {
    FeedReader.Head head = reader.head();
    Optional<FeedReader.Head> at = projection.position();
    Optional<FeedReader.Head> known =
        at.filter(position -> position.epoch().equals(head.epoch()))
            // Further than the feed: the database has gone back.
            .filter(position -> position.seq() <= head.seq());
    if (!known.equals(Optional.of(head))) {
      long after = known.map(FeedReader.Head::seq).orElse(0L);
      reader.read(after, head.seq(), new Writing(at, head.epoch()));
    }
  }

  private final class Writing implements FeedReader.PageConsumer {
    private final String epoch;
    private Optional<FeedReader.Head> at;
    private boolean mine = true;

    Writing(Optional<FeedReader.Head> at, String epoch) {
      this.at = at;
      this.epoch = epoch;
    }

    @Override
    public void accept(FeedReader.Page page) {
      if (mine) {
        FeedReader.Head after = new FeedReader.Head(epoch, page.upTo());
        mine = projection.add(at, page, after);
        at = Optional.of(after);
      }
    }
  }

  @Override
  public void began(FeedReader.Head head) {
    changes.release();
  }

  @Override
  public void grew(FeedReader.Page page) {
    changes.release();
  }

  @Override
  public void isFresh(FeedReader.Head head, long readNanos) {
    changes.release();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
