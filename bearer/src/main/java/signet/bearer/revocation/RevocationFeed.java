package signet.bearer.revocation;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import signet.bearer.ClientCredentials;
import signet.bearer.ClientCredentialsException;
import signet.jose.jwks.KeySource;
import signet.jose.jwt.ClaimNames;
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
  /** The longest whole life of a token that is accepted though revocations are stale. */
  static final Duration SHORT_LIFE = Duration.ofMinutes(15);

  private static final Optional<RejectReason> REVOKED = Optional.of(RejectReason.REVOKED);
  private static final Optional<RejectReason> UNAVAILABLE =
      Optional.of(RejectReason.REVOCATIONS_UNAVAILABLE);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final int MOST_DOUBLINGS = 6;
  private static final Duration HOUSEKEEPING = Duration.ofSeconds(1);
  private static final Duration COPY_EVERY = Duration.ofSeconds(15);
  private static final Duration PURGE_EVERY = Duration.ofMinutes(1);
  private static final String ADMIN_SCOPE = "signet:admin";

  private final FeedRequest request;
  private final RevocationList list;
  private final @Nullable DiskCopy copy;
  private final long staleNanos;
  private final StalePolicy whenStale;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Thread follower;
  private final ScheduledExecutorService housekeeper;
  private final SeenReporter reporter;

  private volatile @Nullable FeedPosition position;

  /** When the server last read its database, as monotonic time here; null before the first time. */
  private volatile @Nullable Long freshNanos;

  private volatile @Nullable String failure;
  private volatile boolean closed;

  /** There is room for what is missing, so all is to be read once more. */
  private volatile boolean roomAgain;

  /** Whether what is being read began at the beginning. Of the follower alone, as the position. */
  private boolean readingAnew;

  private int failures;
  private long copiedNanos;
  private long purgedNanos;

  private RevocationFeed(Builder builder) {
    this.nanoTime = builder.nanoTime;
    this.clock = builder.clock;
    this.request = new FeedRequest(builder.stream, builder.credentials, builder.silence, nanoTime);
    this.reporter = new SeenReporter(request, builder.keys);
    this.list = new RevocationList(builder.maxEntries, clock);
    this.copy = builder.copy == null ? null : new DiskCopy(builder.copy);
    this.staleNanos = builder.staleAfter.toNanos();
    this.whenStale = builder.whenStale;
    this.follower = new Thread(this::follow, "signet-revocations");
    follower.setDaemon(true);
    this.housekeeper =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "signet-revocations-upkeep");
              thread.setDaemon(true);
              return thread;
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
    readCopy();
    copiedNanos = nanoTime.getAsLong();
    purgedNanos = copiedNanos;
    follower.start();
    long period = HOUSEKEEPING.toMillis();
    var unused =
        housekeeper.scheduleWithFixedDelay(this::keepUp, period, period, TimeUnit.MILLISECONDS);
  }

  private void readCopy() {
    if (copy == null) {
      return;
    }
    try {
      Optional<DiskCopy.Content> content = copy.load();
      if (content.isEmpty()) {
        return;
      }
      list.addAll(content.get().entries());
      Duration age =
          Duration.between(Instant.ofEpochMilli(content.get().freshAtMillis()), clock.instant());
      // A clock that went back tells no age: then the copy counts, but as no answer yet.
      if (!age.isNegative()) {
        list.mayLackWhatHasEnded();
        position = content.get().position();
        freshNanos = nanoTime.getAsLong() - age.toNanos();
      }
    } catch (IOException e) {
      failure = e.getMessage();
    }
  }

  /** Reads the stream until closed; the only thread that changes what is known. */
  private void follow() {
    while (!closed) {
      try {
        request.read(resumeAt(), this::handle);
        failure = "the server ended the stream";
      } catch (IOException | ClientCredentialsException e) {
        failure = e.getMessage();
      } catch (InterruptedException e) {
        // Closed.
        return;
      }
      if (closed || !pause()) {
        return;
      }
    }
  }

  /** The position to go on from; null where all is to be read. */
  private @Nullable FeedPosition resumeAt() {
    if (roomAgain) {
      roomAgain = false;
      position = null;
    }
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
    long atMost = FIRST_PAUSE.toMillis() << Math.min(failures++, MOST_DOUBLINGS);
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
        position =
            FeedPosition.parse(event.id())
                .orElseThrow(() -> new IOException("an entry of the feed has no position"));
        report();
      }
      case "fresh" -> {
        FeedMessage.Fresh fresh = FeedMessage.fresh(event.data());
        // Everything up to here was sent before it on this connection.
        position = fresh.position();
        freshNanos = receivedNanos - TimeUnit.MILLISECONDS.toNanos(fresh.ageMillis());
        failure = null;
        failures = 0;
        if (readingAnew) {
          readingAnew = false;
          list.givenWhole();
        }
        report();
      }
      case "reset" -> {
        position = null;
        beginAnew();
      }
      default -> {
        // What a newer server says beside that.
      }
    }
  }

  /** Tells the server, unless something up to there was not taken. */
  private void report() {
    FeedPosition at = position;
    if (at != null && !list.hasOverflowed()) {
      reporter.reached(at);
    }
  }

  private void keepUp() {
    request.endSilence();
    if (nanoTime.getAsLong() - purgedNanos > PURGE_EVERY.toNanos() || list.hasLetGoTooEarly()) {
      makeRoom();
    }
    if (nanoTime.getAsLong() - copiedNanos > COPY_EVERY.toNanos()) {
      writeCopy();
    }
  }

  private void makeRoom() {
    purgedNanos = nanoTime.getAsLong();
    if (list.makeRoom()) {
      // The follower may be handling what it has read already, which moves the position.
      roomAgain = true;
      request.end();
    }
  }

  private void writeCopy() {
    FeedPosition at = position;
    Long fresh = freshNanos;
    if (copy == null || at == null || fresh == null || list.hasOverflowed()) {
      return;
    }
    copiedNanos = nanoTime.getAsLong();
    long age = TimeUnit.NANOSECONDS.toMillis(copiedNanos - fresh);
    try {
      // The position was taken first: entries that came since are in the copy too, which is no
      // harm.
      copy.save(new DiskCopy.Content(at, clock.millis() - age, list.entries()));
    } catch (IOException e) {
      failure = "the copy of the revocations cannot be written: " + e.getClass().getSimpleName();
    }
  }

  /**
   * Tells of every entry, of those held at once and of others when they count; for connections that
   * end with their token.
   *
   * @param listener of what is named, and its value; returns soon, and takes the place of another
   */
  public void listen(BiConsumer<RevokedBy, String> listener) {
    list.listen(listener);
  }

  @Override
  public Optional<RejectReason> reject(VerifiedJwt jwt) {
    return reject(jwt, whenStale);
  }

  /** As {@link #reject(VerifiedJwt)} with a route's own policy. */
  public Optional<RejectReason> reject(VerifiedJwt jwt, StalePolicy policy) {
    if (list.revokes(jwt)) {
      return REVOKED;
    }
    Long fresh = freshNanos;
    if (fresh == null) {
      return UNAVAILABLE;
    }
    return isStale(fresh) && !isAcceptedThoughStale(jwt, policy) ? UNAVAILABLE : Optional.empty();
  }

  private static boolean isAcceptedThoughStale(VerifiedJwt jwt, StalePolicy policy) {
    return policy == StalePolicy.ACCEPT_UNTIL_EXPIRY
        && !jwt.scopes().contains(ADMIN_SCOPE)
        && jwt.claims()
            .instant(ClaimNames.ISSUED_AT)
            .filter(iat -> Duration.between(iat, jwt.expiresAt()).compareTo(SHORT_LIFE) <= 0)
            .isPresent();
  }

  /** Whether it is known what was revoked up to {@code staleAfter} ago; costs a clock reading. */
  public boolean isFresh() {
    Long fresh = freshNanos;
    return fresh != null && !isStale(fresh);
  }

  private boolean isStale(long fresh) {
    return nanoTime.getAsLong() - fresh > staleNanos || list.hasOverflowed();
  }

  /** How well it is known what was revoked, for health checks and metrics. */
  public RevocationHealth health() {
    FeedPosition at = position;
    Long fresh = freshNanos;
    Optional<Duration> age =
        Optional.ofNullable(fresh)
            .map(nanos -> Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - nanos)));
    return new RevocationHealth(
        state(age),
        Optional.ofNullable(at).map(FeedPosition::epoch),
        at == null ? 0 : at.seq(),
        age,
        list.size(),
        Optional.ofNullable(failure));
  }

  private RevocationHealth.State state(Optional<Duration> age) {
    if (age.isEmpty()) {
      return RevocationHealth.State.STARTING;
    }
    if (list.hasOverflowed()) {
      return RevocationHealth.State.FULL;
    }
    return age.get().toNanos() > staleNanos
        ? RevocationHealth.State.STALE
        : RevocationHealth.State.FRESH;
  }

  /** Stops following and writes the copy. What is known goes on counting, and ages. */
  @Override
  public void close() {
    closed = true;
    housekeeper.shutdown();
    reporter.close();
    follower.interrupt();
    request.end();
    writeCopy();
  }

  @Override
  public String toString() {
    return "RevocationFeed[" + request + "]";
  }
}
