package signet.benchmarks.soak;

import io.vertx.core.json.JsonObject;

/** Counts of times by powers of two of milliseconds. Not safe for use by many threads. */
final class Histogram {
  private static final int BUCKETS = 24;

  private final long[] counts = new long[BUCKETS];
  private long count;
  private long most;

  void add(long millis) {
    int bucket = 0;
    while (bucket < BUCKETS - 1 && millis > 1L << bucket) {
      bucket++;
    }
    counts[bucket]++;
    count++;
    most = Math.max(most, millis);
  }

  /** The counts by the upper ends of their buckets, in milliseconds; empty ones are left out. */
  JsonObject json() {
    JsonObject buckets = new JsonObject();
    for (int i = 0; i < BUCKETS; i++) {
      if (counts[i] > 0) {
        buckets.put("up_to_" + (1L << i), counts[i]);
      }
    }
    return new JsonObject().put("count", count).put("most_ms", most).put("ms", buckets);
  }
}
