package signet.bearer.revocation;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import signet.bearer.ClientCredentials;
import signet.jose.jwks.KeySource;
import signet.jose.jwt.RevocationCheck;
import signet.jose.jwt.VerifiedJwt;
import signet.jose.reject.RejectReason;

/**
 * Follows the revocations of one authorization server and refuses what is revoked, without I/O in
 * the way of a request. Safe for use by many threads; to be started once and closed at the end.
 *
 * <p>A thread of its own reads the server's event stream, resumes where it stopped, and waits a
 * little longer after each failure. Nothing that was heard of is ever taken back. Before the first
 * answer every token is refused with {@code revocations_unavailable} (503); once what is known is
 * older than the stale limit, a {@link StalePolicy} says what happens.
 *
 * <pre>{@code
 * RevocationFeed revocations =
 *     RevocationFeed.of(URI.create("https://id.example/revocations/stream"), credentials)
 *         .copy(Path.of("/var/lib/orders/revocations"))
 *         .start();
 * JwtVerifier verifier =
 *     JwtVerifier.accessToken(issuer, audience).keys(keys).revocation(revocations).build();
 * }</pre>
 */
public final class RevocationFeed implements RevocationCheck, AutoCloseable {
  private static final Duration HOUSEKEEPING = Duration.ofSeconds(1);
  private static final Duration COPY_EVERY = Duration.ofSeconds(15);
  private static final Duration PURGE_EVERY = Duration.ofMinutes(1);

  private final FeedRequest request;
  private final FeedKnowledge knowledge;
  private final @Nullable DiskCopy copy;
  private final StalePolicy whenStale;
  private final LongSupplier nanoTime;
  private final SeenReporter reporter;
  private final FeedFollower follower;
  private final Thread thread;
  private final ScheduledExecutorService housekeeper;

  private long copiedNanos;
  private long purgedNanos;

  private RevocationFeed(Builder builder) {
    this.nanoTime = builder.nanoTime;
    this.request = new FeedRequest(builder.stream, builder.credentials, builder.silence, nanoTime);
    this.knowledge =
        new FeedKnowledge(
            new RevocationList(builder.maxEntries, builder.clock),
            builder.staleAfter,
            builder.clock,
            nanoTime);
    this.copy = builder.copy == null ? null : new DiskCopy(builder.copy);
    this.whenStale = builder.whenStale;
    this.reporter = new SeenReporter(request, builder.keys);
    this.follower = new FeedFollower(request, knowledge, reporter);
    this.thread = new Thread(follower, "signet-revocations");
    thread.setDaemon(true);
    this.housekeeper =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread upkeep = new Thread(task, "signet-revocations-upkeep");
              upkeep.setDaemon(true);
              return upkeep;
            });
  }

  /**
   * The feed at that address.
   *
   * @param stream the server's {@code /revocations/stream}: https, or http on loopback
   * @param credentials of a client that has the scope {@code signet:revocations}
   * @throws IllegalArgumentException if the address is another
   */
  public static Builder of(URI stream, ClientCredentials credentials) {
    return new Builder(stream, credentials);
  }

  /** The settings; not safe for use by many threads. */
  public static final class Builder {
    private final URI stream;
    private final ClientCredentials credentials;
    private Duration staleAfter = Duration.ofSeconds(30);
    private Duration silence = Duration.ofSeconds(6);
    private StalePolicy whenStale = StalePolicy.ACCEPT_UNTIL_EXPIRY;
    private int maxEntries = 1_000_000;
    private @Nullable Path copy;
    private @Nullable KeySource keys;
    private InstantSource clock = InstantSource.system();
    private LongSupplier nanoTime = System::nanoTime;

    private Builder(URI stream, ClientCredentials credentials) {
      this.stream = FeedRequest.requireSafe(stream);
      this.credentials = credentials;
    }

    /** After what time without news from the server revocations are stale; 30 s by default. */
    public Builder staleAfter(Duration limit) {
      if (limit.isNegative() || limit.isZero()) {
        throw new IllegalArgumentException("a limit is longer than nothing");
      }
      staleAfter = limit;
      return this;
    }

    /** What happens then, where a route does not say otherwise. */
    public Builder whenStale(StalePolicy policy) {
      whenStale = policy;
      return this;
    }

    /** How many entries are held at most; a million by default. */
    public Builder maxEntries(int atMost) {
      if (atMost < 1) {
        throw new IllegalArgumentException("at least one entry");
      }
      maxEntries = atMost;
      return this;
    }

    /** Keeps what is known in that file, so that a restart need not wait for the server. */
    public Builder copy(Path file) {
      copy = file;
      return this;
    }

    /** What the verifier gets its keys from, so that operators see which ones it has. */
    public Builder keys(KeySource source) {
      keys = source;
      return this;
    }

    /** The wall clock, for the ends of entries and the age of the copy. */
    public Builder clock(InstantSource newClock) {
      clock = newClock;
      return this;
    }

    /** After what time without a whole event the connection is given up, for tests. */
    Builder silence(Duration longest) {
      silence = longest;
      return this;
    }

    /** Monotonic time, for tests. */
    Builder nanoTime(LongSupplier source) {
      nanoTime = source;
      return this;
    }

    /** Reads the copy, if there is one, and begins to follow the feed. Does not wait for it. */
    public RevocationFeed start() {
      RevocationFeed feed = new RevocationFeed(this);
      feed.begin();
      return feed;
    }
  }

  private void begin() {
    if (copy != null) {
      knowledge.read(copy);
    }
    copiedNanos = nanoTime.getAsLong();
    purgedNanos = copiedNanos;
    thread.start();
    long period = HOUSEKEEPING.toMillis();
    var unused =
        housekeeper.scheduleWithFixedDelay(this::keepUp, period, period, TimeUnit.MILLISECONDS);
  }

  private void keepUp() {
    request.endSilence();
    RevocationList list = knowledge.list();
    if (nanoTime.getAsLong() - purgedNanos > PURGE_EVERY.toNanos() || list.hasLetGoTooEarly()) {
      purgedNanos = nanoTime.getAsLong();
      if (list.makeRoom()) {
        follower.readAnew();
      }
    }
    if (nanoTime.getAsLong() - copiedNanos > COPY_EVERY.toNanos()) {
      writeCopy();
    }
  }

  private void writeCopy() {
    long now = nanoTime.getAsLong();
    if (copy != null && knowledge.write(copy)) {
      copiedNanos = now;
    }
  }

  /**
   * Tells of every entry, of those held at once and of others when they count; for connections that
   * end with their token.
   *
   * @param listener of what is named, and its value; returns soon, and takes the place of another
   */
  public void listen(BiConsumer<RevokedBy, String> listener) {
    knowledge.list().listen(listener);
  }

  @Override
  public Optional<RejectReason> reject(VerifiedJwt jwt) {
    return reject(jwt, whenStale);
  }

  /** As {@link #reject(VerifiedJwt)} with a route's own policy. */
  public Optional<RejectReason> reject(VerifiedJwt jwt, StalePolicy policy) {
    return knowledge.reject(jwt, policy);
  }

  /** Whether it is known what was revoked up to {@code staleAfter} ago; costs a clock reading. */
  public boolean isFresh() {
    return knowledge.isFresh();
  }

  /** How well it is known what was revoked, for health checks and metrics. */
  public RevocationHealth health() {
    return knowledge.health();
  }

  /** Stops following and writes the copy. What is known goes on counting, and ages. */
  @Override
  public void close() {
    follower.stop();
    housekeeper.shutdown();
    reporter.close();
    thread.interrupt();
    request.end();
    writeCopy();
  }

  @Override
  public String toString() {
    return "RevocationFeed[" + request + "]";
  }
}
