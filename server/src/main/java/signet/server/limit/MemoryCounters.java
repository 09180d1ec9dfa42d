package signet.server.limit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Counters in memory of a fixed size. Thread-safe.
 *
 * <p>A counter lives in one of the {@value #WAYS} places of a set that a keyed hash chooses, and
 * only that hash is kept. Where all are taken, a new counter drives out the one with the fewest
 * failures. So whoever wants to be rid of a counter must fill the whole table with counters as
 * large, not knowing which set it is in: that costs more attempts than the counter withholds.
 */
public final class MemoryCounters implements FailureCounters {
  static final int WAYS = 8;
  private static final int KEY_BYTES = 32;
  private static final int USUAL_CAPACITY = 1 << 16;

  private final SecretKeySpec key;
  private final LongSupplier clockMillis;
  private final int sets;
  private final long[] high;
  private final long[] low;
  private final int[] failures;
  private final long[] lastMillis;
  private final long[] forgottenMillis;

  /** As many counters as a server wants, all zero. */
  public static MemoryCounters usual(SecureRandom random) {
    return new MemoryCounters(
        USUAL_CAPACITY, random, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  /**
   * Counters that are all zero.
   *
   * @param capacity counters, a power of two and at least {@value #WAYS}
   * @param clockMillis monotonic
   */
  MemoryCounters(int capacity, SecureRandom random, LongSupplier clockMillis) {
    if (Integer.bitCount(capacity) != 1 || capacity < WAYS) {
      throw new IllegalArgumentException("the capacity must be a power of two");
    }
    byte[] secret = new byte[KEY_BYTES];
    random.nextBytes(secret);
    this.key = new SecretKeySpec(secret, "HmacSHA256");
    this.clockMillis = clockMillis;
    this.sets = capacity / WAYS;
    this.high = new long[capacity];
    this.low = new long[capacity];
    this.failures = new int[capacity];
    this.lastMillis = new long[capacity];
    this.forgottenMillis = new long[capacity];
  }

  private record Hash(long high, long low) {}

  @Override
  public synchronized Optional<Wait> charge(List<Charge> charges) {
    long now = clockMillis.getAsLong();
    for (Charge charge : charges) {
      Duration wait = wait(charge, now);
      if (wait.isPositive()) {
        return Optional.of(new Wait(charge, wait));
      }
    }
    charges.forEach(charge -> add(charge, now));
    return Optional.empty();
  }

  private Duration wait(Charge charge, long now) {
    int place = find(hash(charge));
    if (place < 0) {
      return Duration.ZERO;
    }
    int counted = charge.rule().remaining(failures[place], lastMillis[place], now);
    return charge.rule().delay(counted).minusMillis(now - lastMillis[place]);
  }

  private void add(Charge charge, long now) {
    Hash hash = hash(charge);
    int place = find(hash);
    if (place < 0) {
      place = fewestFailures(hash, now);
      high[place] = hash.high();
      low[place] = hash.low();
      failures[place] = 0;
    }
    failures[place] = charge.rule().remaining(failures[place], lastMillis[place], now) + 1;
    lastMillis[place] = now;
    forgottenMillis[place] = now + charge.rule().forgotten().toMillis();
  }

  @Override
  public synchronized void giveBack(Charge charge) {
    int place = find(hash(charge));
    if (place >= 0 && failures[place] > 0) {
      failures[place]--;
    }
  }

  @Override
  public synchronized void forget(Charge charge) {
    int place = find(hash(charge));
    if (place >= 0) {
      failures[place] = 0;
    }
  }

  private int firstPlace(Hash hash) {
    return (int) (hash.low() & (sets - 1)) * WAYS;
  }

  /** Negative where there is no such counter. */
  private int find(Hash hash) {
    int first = firstPlace(hash);
    for (int place = first; place < first + WAYS; place++) {
      if (high[place] == hash.high() && low[place] == hash.low()) {
        return place;
      }
    }
    return -1;
  }

  /** Of several the one that is oldest; what is forgotten counts as none. */
  private int fewestFailures(Hash hash, long now) {
    int first = firstPlace(hash);
    int fewest = first;
    for (int place = first + 1; place < first + WAYS; place++) {
      int difference = counted(place, now) - counted(fewest, now);
      if (difference < 0 || (difference == 0 && lastMillis[place] < lastMillis[fewest])) {
        fewest = place;
      }
    }
    return fewest;
  }

  private int counted(int place, long now) {
    return now >= forgottenMillis[place] ? 0 : failures[place];
  }

  private Hash hash(Charge charge) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(charge.kind().getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      ByteBuffer tag = ByteBuffer.wrap(mac.doFinal(charge.key().getBytes(StandardCharsets.UTF_8)));
      return new Hash(tag.getLong(), tag.getLong());
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
