package signet.server.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of a database that several servers share, so that they agree on it whatever their own
 * clocks say: as it was told last, carried on by time that only goes forward. Thread-safe.
 */
final class DatabaseClock implements InstantSource {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);

  // An answer that took longer says too little about the present.
  private static final long MAX_ROUND_TRIP_NANOS = 1_000_000_000L;
  // The skew that verifiers bear by default leaves no more room than this for each of two clocks.
  private static final Duration TOLERABLE = Duration.ofSeconds(15);

  private final InstantSource own;
  private final LongSupplier nanoTime;
  private volatile @Nullable Sample last;
  private boolean wasFar;

  private record Sample(Instant database, long nanos) {}

  /**
   * A clock that shows the machine's own time until the database has told its.
   *
   * @param nanoTime monotonic
   */
  DatabaseClock(InstantSource own, LongSupplier nanoTime) {
    this.own = own;
    this.nanoTime = nanoTime;
  }

  /**
   * Notes what the database said.
   *
   * @param askedNanos monotonic, from just before it was asked
   */
  synchronized void saw(Instant database, long askedNanos) {
    long nowNanos = nanoTime.getAsLong();
    if (last != null && nowNanos - askedNanos > MAX_ROUND_TRIP_NANOS) {
      return;
    }
    last = new Sample(database, askedNanos);
    Duration ahead = ahead();
    boolean far = ahead.abs().compareTo(TOLERABLE) > 0;
    if (far != wasFar) {
      wasFar = far;
      tell(ahead);
    }
  }

  private void tell(Duration ahead) {
    if (wasFar) {
      LOG.atWarn()
          .addKeyValue("seconds_ahead", ahead.toSeconds())
          .log("this machine's clock is not the database's, by which tokens are dated: set it");
    } else {
      LOG.info("this machine's clock is the database's again");
    }
  }

  /** How far the machine's own clock is ahead of the database's; negative where it is behind. */
  Duration ahead() {
    return Duration.between(instant(), own.instant());
  }

  @Override
  public Instant instant() {
    Sample sample = last;
    return sample == null
        ? own.instant()
        : sample.database().plusNanos(nanoTime.getAsLong() - sample.nanos());
  }
}
