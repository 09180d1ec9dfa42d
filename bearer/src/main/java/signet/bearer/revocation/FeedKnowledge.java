package signet.bearer.revocation;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import signet.jose.jwt.ClaimNames;
import signet.jose.jwt.VerifiedJwt;
import signet.jose.reject.RejectReason;

/**
 * What is known of a feed: its entries, up to where they were read, how long ago the server read
 * its database, and what that means for a token. Read by any thread; changed by the one that
 * follows the feed.
 */
final class FeedKnowledge {
  /** The longest whole life of a token that is accepted though revocations are stale. */
  private static final Duration SHORT_LIFE = Duration.ofMinutes(15);

  private static final Optional<RejectReason> REVOKED = Optional.of(RejectReason.REVOKED);
  private static final Optional<RejectReason> UNAVAILABLE =
      Optional.of(RejectReason.REVOCATIONS_UNAVAILABLE);
  private static final String ADMIN_SCOPE = "signet:admin";

  private final RevocationList list;
  private final long staleNanos;
  private final InstantSource clock;
  private final LongSupplier nanoTime;

  private volatile @Nullable FeedPosition position;

  /** When the server last read its database, as monotonic time here; null before the first time. */
  private volatile @Nullable Long freshNanos;

  private volatile @Nullable String failure;

  FeedKnowledge(
      RevocationList list, Duration staleAfter, InstantSource clock, LongSupplier nanoTime) {
    this.list = list;
    this.staleNanos = staleAfter.toNanos();
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  RevocationList list() {
    return list;
  }

  /** Up to where the feed was read; null where it is to be read from the beginning. */
  @Nullable FeedPosition position() {
    return position;
  }

  void moveTo(@Nullable FeedPosition newPosition) {
    position = newPosition;
  }

  /** Everything up to the position counts, by what the server knew then. */
  void isFreshSince(long nanos) {
    freshNanos = nanos;
    failure = null;
  }

  /** Notes why the feed cannot be read, in words that hold no secret. */
  void failed(@Nullable String words) {
    failure = words;
  }

  /** Takes over what was written down by {@link #write}. */
  void read(DiskCopy copy) {
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

  /**
   * Writes down what is known, unless something is missing in it.
   *
   * @return false where nothing was to be written
   */
  boolean write(DiskCopy copy) {
    FeedPosition at = position;
    Long fresh = freshNanos;
    if (at == null || fresh == null || list.hasOverflowed()) {
      return false;
    }
    long age = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - fresh);
    try {
      // The position was taken first: entries that came since are in the copy too, which is no
      // harm.
      copy.save(new DiskCopy.Content(at, clock.millis() - age, list.entries()));
    } catch (IOException e) {
      failure = "the copy of the revocations cannot be written: " + e.getClass().getSimpleName();
    }
    return true;
  }

  /** Why a token is refused, if it is. */
  Optional<RejectReason> reject(VerifiedJwt jwt, StalePolicy policy) {
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

  boolean isFresh() {
    Long fresh = freshNanos;
    return fresh != null && !isStale(fresh);
  }

  private boolean isStale(long fresh) {
    return nanoTime.getAsLong() - fresh > staleNanos || list.hasOverflowed();
  }

  RevocationHealth health() {
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
}
