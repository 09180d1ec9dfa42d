package signet.jose.jwks;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import signet.jose.jwk.JwkSet;

/**
 * The JWK Set of an issuer, fetched over HTTP and kept. Safe for use by many threads.
 *
 * <p>At most one fetch is in flight. Only callers who have no usable set wait for it, and those
 * whose token names an unknown {@code kid}; both for at most the timeout. A set is refreshed in the
 * background when four fifths of its freshness have passed. A fetch that fails, or brings an empty
 * or malformed set, leaves the good one in place until the staleness limit. A flood of unknown kids
 * costs one fetch a cool-down, and a kid that a fresh set lacked is not asked for again for a
 * while.
 *
 * <p>Addresses are {@code https}, or {@code http} on the loopback interface; redirects are not
 * followed.
 */
public final class RemoteJwkSet implements KeySource, AutoCloseable {
  /**
   * The pause after a failure while there is no set at all, so that a late issuer is found soon.
   */
  private static final Duration FIRST_SET_PAUSE = Duration.ofSeconds(1);

  /** Threads act on readings of the clock that are less far apart; one that is further was set. */
  private static final Duration SET_BACK = Duration.ofMinutes(1);

  private final JwkSetFetcher fetcher;
  private final Duration timeout;
  private final Duration coolDown;
  private final Duration maxStale;
  private final InstantSource clock;
  private final Consumer<Event> listener;
  private final Consumer<UnknownKid> unknownKidListener;
  private final UnknownKids unknownKids;

  private volatile Held held = Held.NOTHING;
  private volatile @Nullable CompletableFuture<Void> inFlight;
  private volatile Instant nextFetchAllowed = Instant.MIN;
  private volatile Instant quietUntil = Instant.MIN;

  /**
   * What is held: the answer as it is given out, its times, and how many fetches have succeeded.
   */
  private record Held(
      Optional<JwkSet> answer,
      @Nullable String etag,
      Instant refreshAt,
      Instant fetchedAt,
      long fetches) {
    static final Held NOTHING = new Held(Optional.empty(), null, Instant.MIN, Instant.MIN, 0);
  }

  /**
   * What happened at a fetch, for logs and metrics.
   *
   * @param uri the address
   * @param failure why it brought nothing, or null when it succeeded
   * @param keys the set that is held afterwards
   */
  public record Event(URI uri, @Nullable Exception failure, Optional<JwkSet> keys) {}

  /**
   * The facts where a token named a key that the set lacks, to be laid beside what the issuer's
   * {@code /health/keys} says.
   *
   * @param uri where the set comes from
   * @param kid what the token named; nobody has verified it, so it is cut and escaped
   * @param heldKids the keys of the set
   * @param keysetId names the set
   * @param fetchedAt when it was last fetched
   * @param nextFetchAllowed when a token may cause the next fetch
   */
  public record UnknownKid(
      URI uri,
      String kid,
      List<String> heldKids,
      String keysetId,
      Instant fetchedAt,
      Instant nextFetchAllowed) {
    public UnknownKid {
      heldKids = List.copyOf(heldKids);
    }
  }

  private static void log(UnknownKid unknown) {
    System.getLogger(RemoteJwkSet.class.getName())
        .log(
            System.Logger.Level.WARNING,
            "a token names the kid {0}, which {1} lacks: it has {2} (keyset {3}), fetched {4}, next"
                + " fetch {5} at the earliest",
            unknown.kid(),
            unknown.uri(),
            unknown.heldKids(),
            unknown.keysetId(),
            unknown.fetchedAt(),
            unknown.nextFetchAllowed());
  }

  private RemoteJwkSet(Builder builder) {
    this.fetcher = new JwkSetFetcher(builder.uri, builder.timeout);
    this.timeout = builder.timeout;
    this.coolDown = builder.coolDown;
    this.maxStale = builder.maxStale;
    this.clock = builder.clock;
    this.listener = builder.listener;
    this.unknownKidListener = builder.unknownKidListener;
    this.unknownKids = new UnknownKids(builder.clock, builder.unknownKidLifetime);
  }

  /**
   * A source for the set at {@code uri}; nothing is fetched before the first use.
   *
   * @throws IllegalArgumentException when the address is neither https nor http on loopback
   */
  public static Builder builder(URI uri) {
    return new Builder(uri);
  }

  /** The settings; not safe for use by many threads. */
  public static final class Builder {
    private final URI uri;
    private Duration timeout = Duration.ofSeconds(3);
    private Duration coolDown = Duration.ofSeconds(10);
    private Duration maxStale = Duration.ofHours(24);
    private Duration unknownKidLifetime = Duration.ofSeconds(60);
    private InstantSource clock = InstantSource.system();
    private Consumer<Event> listener = event -> {};
    private Consumer<UnknownKid> unknownKidListener = RemoteJwkSet::log;

    private Builder(URI uri) {
      this.uri = JwkSetFetcher.requireSafe(uri);
    }

    /** How long a fetch may take as a whole; 3 s where nothing is said. */
    public Builder timeout(Duration newTimeout) {
      timeout = newTimeout;
      return this;
    }

    /** The least time between two fetches that tokens cause; 10 s where nothing is said. */
    public Builder coolDown(Duration newCoolDown) {
      coolDown = newCoolDown;
      return this;
    }

    /** How long a set is used after its last successful fetch; 24 h where nothing is said. */
    public Builder maxStale(Duration newMaxStale) {
      maxStale = newMaxStale;
      return this;
    }

    /**
     * How long a kid that a fresh set lacked is refused without asking again; 60 s where nothing is
     * said.
     */
    public Builder unknownKidLifetime(Duration lifetime) {
      unknownKidLifetime = lifetime;
      return this;
    }

    /** The clock; the system's where nothing is said. */
    public Builder clock(InstantSource newClock) {
      clock = newClock;
      return this;
    }

    /** Told of each fetch, on the thread that made it; must not block. */
    public Builder listener(Consumer<Event> newListener) {
      listener = newListener;
      return this;
    }

    /**
     * Told of a token that names a key which the set lacks, once a cool-down at most; must not
     * block. Where nothing is said a warning goes to the {@link System.Logger} of this class.
     */
    public Builder unknownKidListener(Consumer<UnknownKid> newListener) {
      unknownKidListener = newListener;
      return this;
    }

    /** The source; nothing has been fetched yet. */
    public RemoteJwkSet build() {
      return new RemoteJwkSet(this);
    }
  }

  @Override
  public Optional<JwkSet> current() {
    Held now = held;
    Instant instant = clock.instant();
    if (instant.isBefore(now.refreshAt) && !wasSetBack(instant, now.fetchedAt)) {
      return now.answer;
    }
    CompletableFuture<Void> fetch = fetchUnlessCoolingDown(instant);
    if (isUsable(now, instant)) {
      return now.answer;
    }
    await(fetch);
    Held after = held;
    return isUsable(after, clock.instant()) ? after.answer : Optional.empty();
  }

  /**
   * Whether the clock was set back since that time, as that of a machine is which started with a
   * wrong one: what waits for a time by it could wait for days.
   */
  private static boolean wasSetBack(Instant instant, Instant since) {
    return instant.isBefore(since.minus(SET_BACK));
  }

  private boolean isUsable(Held some, Instant instant) {
    return some.answer.isPresent() && instant.isBefore(some.fetchedAt.plus(maxStale));
  }

  @Override
  public Optional<JwkSet> after(String unknownKid) {
    if (!unknownKids.isKnown(unknownKid)) {
      Held before = held;
      await(fetchUnlessCoolingDown(clock.instant()));
      Held now = held;
      if (now.fetches > before.fetches
          && now.answer.isPresent()
          && !now.answer.get().kids().contains(unknownKid)) {
        unknownKids.remember(unknownKid);
      }
    }
    Optional<JwkSet> keys = current();
    tellOfUnknown(unknownKid, keys);
    return keys;
  }

  /** Once a cool-down at most, so that a flood of such tokens does not flood the log. */
  private void tellOfUnknown(String kid, Optional<JwkSet> keys) {
    Instant instant = clock.instant();
    if (instant.isBefore(quietUntil) || keys.isEmpty() || keys.get().kids().contains(kid)) {
      return;
    }
    quietUntil = instant.plus(coolDown);
    unknownKidListener.accept(
        new UnknownKid(
            fetcher.uri(),
            UnknownKids.printable(kid),
            keys.get().kids(),
            keys.get().keysetId(),
            held.fetchedAt,
            nextFetchAllowed));
  }

  /** What {@link #current} would answer without a fetch and without waiting, for health checks. */
  public Optional<JwkSet> held() {
    Held now = held;
    return isUsable(now, clock.instant()) ? now.answer : Optional.empty();
  }

  /** When the set was last fetched; empty before the first success. */
  public Optional<Instant> fetchedAt() {
    Held now = held;
    return now.answer.isPresent() ? Optional.of(now.fetchedAt) : Optional.empty();
  }

  /** When a token may next cause a fetch. */
  public Instant nextFetchAllowed() {
    return nextFetchAllowed;
  }

  /** Starts the first fetch without waiting for it. */
  public void prefetch() {
    var unused = fetchUnlessCoolingDown(clock.instant());
  }

  /**
   * The fetch in flight or a new one; null while the cool-down lasts. Takes no lock where there is
   * nothing to do.
   */
  private @Nullable CompletableFuture<Void> fetchUnlessCoolingDown(Instant instant) {
    // In this order: whoever sees the new time sees the fetch that set it, or what that fetch
    // brought.
    boolean coolingDown = isCoolingDown(instant);
    CompletableFuture<Void> running = inFlight;
    if (running != null || coolingDown) {
      return running;
    }
    synchronized (this) {
      running = inFlight;
      if (running != null || isCoolingDown(instant)) {
        return running;
      }
      boolean first = held.answer.isEmpty() && FIRST_SET_PAUSE.compareTo(coolDown) < 0;
      CompletableFuture<Void> fetch = fetcher.fetch(held.etag).handle(this::finish);
      // Finished within the call, finish() has had its turn already.
      inFlight = fetch.isDone() ? null : fetch;
      nextFetchAllowed = instant.plus(first ? FIRST_SET_PAUSE : coolDown);
      return fetch;
    }
  }

  private boolean isCoolingDown(Instant instant) {
    Instant allowed = nextFetchAllowed;
    return instant.isBefore(allowed) && !wasSetBack(instant, allowed.minus(coolDown));
  }

  private @Nullable Void finish(
      JwkSetFetcher.@Nullable Response response, @Nullable Throwable failure) {
    Exception problem = failure == null ? null : new KeyFetchException(failure);
    Instant instant = clock.instant();
    if (response != null) {
      try {
        held = held(response, instant);
        unknownKids.clear();
      } catch (RuntimeException e) {
        problem = new KeyFetchException(e);
      }
    }
    synchronized (this) {
      inFlight = null;
    }
    listener.accept(new Event(fetcher.uri(), problem, held.answer));
    return null;
  }

  private Held held(JwkSetFetcher.Response response, Instant instant) {
    Held before = held;
    Optional<JwkSet> answer = before.answer;
    if (!response.notModified()) {
      JwkSet fresh = JwkSet.parsePublished(response.body());
      if (fresh.isEmpty()) {
        throw new IllegalStateException("the set has no usable key; " + fresh.skipped());
      }
      boolean unchanged = answer.isPresent() && answer.get().keys().equals(fresh.keys());
      answer = unchanged ? answer : Optional.of(fresh);
    }
    // Four fifths of the freshness, less up to a tenth, so that many verifiers do not ask at once.
    long freshMillis = response.freshness().toMillis();
    long refreshMillis =
        freshMillis * 4 / 5 - ThreadLocalRandom.current().nextLong(freshMillis / 10 + 1);
    return new Held(
        answer, response.etag(), instant.plusMillis(refreshMillis), instant, before.fetches + 1);
  }

  private void await(@Nullable CompletableFuture<Void> fetch) {
    if (fetch == null) {
      return;
    }
    try {
      fetch.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      // What is held decides; the fetch itself reports its failure to the listener.
      return;
    }
  }

  /** Ends what is in flight; the keys that are held stay usable until they are stale. */
  @Override
  public void close() {
    fetcher.close();
  }

  @Override
  public String toString() {
    return "RemoteJwkSet[" + fetcher.uri() + "]";
  }
}
