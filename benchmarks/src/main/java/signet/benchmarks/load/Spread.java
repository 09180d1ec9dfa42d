package signet.benchmarks.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;

/** Times, and how they are spread. Not thread-safe. */
final class Spread {
  private static final double[] BOUNDS = {
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 1_500, 2_000, 5_000
  };

  private final double[] millis;

  Spread(double[] millis) {
    this.millis = millis.clone();
    Arrays.sort(this.millis);
  }

  private double quantile(double share) {
    int index = (int) Math.ceil(share * millis.length) - 1;
    return millis[Math.max(0, index)];
  }

  JsonObject json() {
    JsonArray histogram = new JsonArray();
    double from = 0;
    for (double bound : BOUNDS) {
      double low = from;
      histogram.add(
          new JsonObject()
              .put("below_ms", bound)
              .put("count", Arrays.stream(millis).filter(m -> m >= low && m < bound).count()));
      from = bound;
    }
    double last = from;
    histogram.add(
        new JsonObject().put("above", Arrays.stream(millis).filter(m -> m >= last).count()));
    return new JsonObject()
        .put("count", millis.length)
        .put("p50_ms", rounded(quantile(0.5)))
        .put("p99_ms", rounded(quantile(0.99)))
        .put("max_ms", rounded(quantile(1)))
        .put("histogram", histogram);
  }

  private static double rounded(double millis) {
    return Math.round(millis * 10) / 10.0;
  }
}
