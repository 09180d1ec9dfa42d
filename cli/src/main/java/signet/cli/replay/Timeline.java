package signet.cli.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many requests, and how many of them bad, fell into each stretch of time. The stretches get
 * longer where there would be too many. For one thread.
 */
final class Timeline {
  private static final int MOST_STRETCHES = 400;
  private static final int[] SECONDS = {60, 300, 900, 3_600, 21_600, 86_400, 604_800, 2_592_000};

  private final TreeMap<Long, int[]> counts = new TreeMap<>();
  private int unit;

  /**
   * A stretch of time.
   *
   * @param from its begin
   * @param seconds its length
   * @param requests in it
   * @param bad how many of those should not have been accepted
   */
  record Stretch(Instant from, int seconds, int requests, int bad) {}

  /** Counts a request. */
  void saw(Instant time, boolean bad) {
    count(Math.floorDiv(time.getEpochSecond(), SECONDS[unit]), 1, bad ? 1 : 0);
    while (counts.size() > MOST_STRETCHES && unit + 1 < SECONDS.length) {
      coarsen();
    }
    if (counts.size() > MOST_STRETCHES) {
      // Decades of days: the oldest go.
      counts.pollFirstEntry();
    }
  }

  private void count(long stretch, int requests, int bad) {
    int[] both = counts.computeIfAbsent(stretch, s -> new int[2]);
    both[0] += requests;
    both[1] += bad;
  }

  private void coarsen() {
    int finer = SECONDS[unit];
    unit++;
    Map<Long, int[]> before = new TreeMap<>(counts);
    counts.clear();
    before.forEach(
        (stretch, both) -> count(Math.floorDiv(stretch * finer, SECONDS[unit]), both[0], both[1]));
  }

  /** What was counted, in the order of time; stretches without a request are left out. */
  List<Stretch> stretches() {
    List<Stretch> all = new ArrayList<>();
    counts.forEach(
        (stretch, both) ->
            all.add(
                new Stretch(
                    Instant.ofEpochSecond(stretch * SECONDS[unit]),
                    SECONDS[unit],
                    both[0],
                    both[1])));
    return all;
  }
}
