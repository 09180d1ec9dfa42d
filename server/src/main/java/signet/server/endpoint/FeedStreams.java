package signet.server.endpoint;

import io.vertx.core.buffer.Buffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import signet.server.revocation.FeedFollower;
import signet.server.revocation.FeedReader;

/**
 * All verifiers that listen at this moment. What the feed says is written down once and pushed to
 * each. Thread-safe.
 */
public final class FeedStreams implements FeedFollower.Listener, AutoCloseable {
  private final Supplier<String> keysetId;
  private final LongSupplier nanoTime;
  private final int most;

  /** Those that hear of what comes. */
  private final Set<FeedStream> streams = ConcurrentHashMap.newKeySet();

  /** Those, and the ones that catch up. */
  private final Set<FeedStream> open = ConcurrentHashMap.newKeySet();

  private FeedReader.Head head = new FeedReader.Head("", 0);
  private long readNanos;
  private boolean closed;

  /**
   * Nobody listens yet.
   *
   * @param most streams at once, and half as many of one client
   * @param keysetId of the keys that are published now
   */
  public FeedStreams(int most, Supplier<String> keysetId, LongSupplier nanoTime) {
    this.most = most;
    this.keysetId = keysetId;
    this.nanoTime = nanoTime;
  }

  String keysetId() {
    return keysetId.get();
  }

  boolean hasRoomFor(String client) {
    return open.size() < most && openOf(client) < most / 2;
  }

  /** How many streams a client has, those that catch up among them. */
  long openOf(String client) {
    return open.stream().filter(stream -> stream.client().equals(client)).count();
  }

  /** Counts a stream that has begun, until it leaves. */
  void open(FeedStream stream) {
    open.add(stream);
  }

  /** How many listen. */
  public int size() {
    return streams.size();
  }

  /**
   * Takes on a stream that has been sent everything up to a position.
   *
   * @return false where the feed is further by now: more is to be read first
   */
  synchronized boolean join(FeedStream stream, FeedReader.Head sent) {
    if (closed) {
      stream.end();
      return true;
    }
    if (!head.epoch().equals(sent.epoch()) || head.seq() > sent.seq()) {
      return false;
    }
    streams.add(stream);
    stream.push(freshness());
    return true;
  }

  void leave(FeedStream stream) {
    streams.remove(stream);
    open.remove(stream);
  }

  @Override
  public synchronized void began(FeedReader.Head newHead) {
    head = newHead;
    // Each comes back and is sent the feed anew.
    pushAll(FeedText.reset());
    streams.forEach(FeedStream::end);
    streams.clear();
  }

  @Override
  public synchronized void grew(FeedReader.Page page) {
    head = new FeedReader.Head(head.epoch(), Math.max(head.seq(), page.upTo()));
    pushAll(FeedText.revoked(head.epoch(), page));
    // A stream of a token that is revoked hears of that, and ends.
    for (FeedStream stream : streams) {
      if (stream.isRevokedBy(page)) {
        stream.end();
      }
    }
  }

  @Override
  public synchronized void isFresh(FeedReader.Head newHead, long newReadNanos) {
    head = newHead;
    readNanos = newReadNanos;
    pushAll(freshness());
  }

  private Buffer freshness() {
    long age = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - readNanos);
    return FeedText.fresh(head, age, keysetId.get());
  }

  private void pushAll(Buffer events) {
    if (events.length() > 0) {
      streams.forEach(stream -> stream.push(events));
    }
  }

  /** Ends all streams, and any that comes later. */
  @Override
  public synchronized void close() {
    closed = true;
    streams.forEach(FeedStream::end);
  }
}
