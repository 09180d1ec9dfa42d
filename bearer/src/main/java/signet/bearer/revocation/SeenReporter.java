package signet.bearer.revocation;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import signet.bearer.ClientCredentialsException;
import signet.jose.jwk.JwkSet;
import signet.jose.jwks.KeySource;

/**
 * Tells the server how far this process has read the feed, on a thread of its own: one request at a
 * time and at most one each 200 ms, the newest position alone. That a report fails matters to
 * nobody: the next one says more.
 */
final class SeenReporter implements AutoCloseable {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  // With the next sign of life after that, which comes every two seconds.
  private static final long REPEAT_AFTER_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final int INSTANCE_BYTES = 16;

  private final FeedRequest request;
  private final @Nullable KeySource keys;
  private final String instance;
  private final AtomicBoolean waking = new AtomicBoolean();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "signet-revocations-seen");
            made.setDaemon(true);
            return made;
          });

  private volatile @Nullable FeedPosition newest;
  private volatile @Nullable FeedPosition reported;
  private volatile long sentNanos = System.nanoTime() - REPEAT_AFTER_NANOS;

  SeenReporter(FeedRequest request, @Nullable KeySource keys) {
    this.request = request;
    this.keys = keys;
    byte[] name = new byte[INSTANCE_BYTES];
    new SecureRandom().nextBytes(name);
    this.instance = Base64.getUrlEncoder().withoutPadding().encodeToString(name);
  }

  /** Everything up to there counts here. Returns at once. */
  void reached(FeedPosition position) {
    newest = position;
    long sinceNanos = System.nanoTime() - sentNanos;
    boolean due = !position.equals(reported) || sinceNanos >= REPEAT_AFTER_NANOS;
    if (due && !thread.isShutdown() && waking.compareAndSet(false, true)) {
      var unused =
          thread.schedule(
              this::report, Math.max(0, PAUSE_NANOS - sinceNanos), TimeUnit.NANOSECONDS);
    }
  }

  private void report() {
    // Before the position is read: one that comes later wakes this up again.
    waking.set(false);
    FeedPosition position = newest;
    if (position == null) {
      return;
    }
    sentNanos = System.nanoTime();
    reported = position;
    try {
      request.tell(json(position));
    } catch (IOException | ClientCredentialsException e) {
      // Told again with the next sign of life.
      reported = null;
    } catch (InterruptedException e) {
      // Closed.
      Thread.currentThread().interrupt();
    }
  }

  /** All of it base64url and digits, so nothing needs an escape. */
  private String json(FeedPosition position) {
    return "{\"instance\":\""
        + instance
        + "\",\"epoch\":\""
        + position.epoch()
        + "\",\"seq\":"
        + position.seq()
        + keysetId().map(id -> ",\"keyset_id\":\"" + id + "\"").orElse("")
        + "}";
  }

  private Optional<String> keysetId() {
    return keys == null ? Optional.empty() : keys.current().map(JwkSet::keysetId);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
