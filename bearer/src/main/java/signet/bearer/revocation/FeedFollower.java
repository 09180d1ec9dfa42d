package signet.bearer.revocation;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import signet.bearer.ClientCredentialsException;

/**
 * Reads the server's event stream into what is known, resumes where it stopped, and waits a little
 * longer after each failure. Run by one thread until it is told to stop.
 */
final class FeedFollower implements Runnable {
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final int MOST_DOUBLINGS = 6;

  private final FeedRequest request;
  private final FeedKnowledge knowledge;
  private final RevocationList list;
  private final SeenReporter reporter;

  private volatile boolean stopped;

  /** There is room for what is missing, so all is to be read once more. */
  private volatile boolean roomAgain;

  /** Whether what is being read began at the beginning. */
  private boolean readingAnew;

  private int failures;

  FeedFollower(FeedRequest request, FeedKnowledge knowledge, SeenReporter reporter) {
    this.request = request;
    this.knowledge = knowledge;
    this.list = knowledge.list();
    this.reporter = reporter;
  }

  /** Has everything read once more. From any thread. */
  void readAnew() {
    // The follower may be handling what it has read already, which moves the position.
    roomAgain = true;
    request.end();
  }

  /** Ends it, once its thread is interrupted. From any thread. */
  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    while (!stopped) {
      try {
        request.read(resumeAt(), this::handle);
        knowledge.failed("the server ended the stream");
      } catch (IOException | ClientCredentialsException e) {
        knowledge.failed(e.getMessage());
      } catch (InterruptedException e) {
        // Stopped.
        return;
      }
      if (stopped || !pause()) {
        return;
      }
    }
  }

  /** The position to go on from; null where all is to be read. */
  private @Nullable FeedPosition resumeAt() {
    if (roomAgain) {
      roomAgain = false;
      knowledge.moveTo(null);
    }
    FeedPosition position = knowledge.position();
    if (position == null) {
      beginAnew();
    }
    return position;
  }

  private void beginAnew() {
    readingAnew = true;
    list.beginAnew();
  }

  private boolean pause() {
    long atMost = FIRST_PAUSE_MILLIS << Math.min(failures++, MOST_DOUBLINGS);
    try {
      // Anywhere in the second half, so that many that lost one server do not come back at once.
      Thread.sleep(atMost / 2 + ThreadLocalRandom.current().nextLong(atMost / 2 + 1));
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void handle(EventStream.Event event, long receivedNanos) throws IOException {
    switch (event.name()) {
      case "revoked" -> {
        list.addAll(FeedMessage.entries(event.data()));
        FeedPosition position =
            FeedPosition.parse(event.id())
                .orElseThrow(() -> new IOException("an entry of the feed has no position"));
        knowledge.moveTo(position);
        report(position);
      }
      case "fresh" -> {
        FeedMessage.Fresh fresh = FeedMessage.fresh(event.data());
        // Everything up to here was sent before it on this connection.
        knowledge.moveTo(fresh.position());
        knowledge.isFreshSince(receivedNanos - TimeUnit.MILLISECONDS.toNanos(fresh.ageMillis()));
        failures = 0;
        if (readingAnew) {
          readingAnew = false;
          list.givenWhole();
        }
        report(fresh.position());
      }
      case "reset" -> {
        knowledge.moveTo(null);
        beginAnew();
      }
      default -> {
        // What a newer server says beside that.
      }
    }
  }

  /** Tells the server, unless something up to there was not taken. */
  private void report(FeedPosition position) {
    if (!list.hasOverflowed()) {
      reporter.reached(position);
    }
  }
}
