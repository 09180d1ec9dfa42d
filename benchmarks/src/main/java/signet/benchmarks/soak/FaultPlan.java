package signet.benchmarks.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The schedule of faults, the same for the same seed: one after the other with time to recover, and
 * every fourth time two at once.
 */
final class FaultPlan {
  private static final int FIRST_MILLIS = 8_000;
  private static final int CALM_MILLIS = 3_000;
  private static final int CALM_SPREAD_MILLIS = 5_000;
  private static final int PAIR_ONE_IN = 4;
  private static final int PAIR_SPREAD_MILLIS = 3_000;
  private static final int CLOCK_SECONDS = 20;
  private static final int WRONG_CLOCK_SECONDS = 90;

  private static final Part[] PROCESSES = {
    Part.SERVER_ONE,
    Part.SERVER_TWO,
    Part.POSTGRES,
    Part.REDIS,
    Part.GATEWAY,
    Part.JAVA_SERVICE,
    Part.NODE_SERVICE
  };
  private static final Part[] LINKS = {
    Part.SQL_ONE,
    Part.SQL_TWO,
    Part.REDIS_LINK,
    Part.FEED_GATEWAY,
    Part.FEED_JAVA,
    Part.FEED_NODE,
    Part.UP_JAVA,
    Part.UP_NODE,
    Part.FRONT
  };
  private static final Part[] FEEDS = {Part.FEED_GATEWAY, Part.FEED_JAVA, Part.FEED_NODE};
  private static final Part[] SLOW = {Part.SQL_ONE, Part.SQL_TWO, Part.REDIS_LINK};
  private static final Part[] SERVERS = {Part.SERVER_ONE, Part.SERVER_TWO};
  private static final Part[] CLOCKS = {
    Part.SERVER_ONE, Part.SERVER_TWO, Part.GATEWAY, Part.JAVA_SERVICE, Part.NODE_SERVICE
  };

  private final Random random;

  private FaultPlan(long seed) {
    this.random = new Random(seed);
  }

  /** The faults of a run, by their starts; all of them end, and recover, before its end. */
  static List<Fault> of(long seed, Duration length) {
    return new FaultPlan(seed).plan(length.toMillis());
  }

  private List<Fault> plan(long lengthMillis) {
    List<Fault> plan = new ArrayList<>();
    long recoveryMillis = FaultTimeline.RECOVERY_NANOS / 1_000_000;
    long start = FIRST_MILLIS;
    while (true) {
      Fault first = next(start);
      long end = first.startMillis() + first.lastsMillis();
      Fault second = null;
      if (random.nextInt(PAIR_ONE_IN) == 0) {
        second = next(start + random.nextInt(PAIR_SPREAD_MILLIS));
        end = Math.max(end, second.startMillis() + second.lastsMillis());
      }
      if (end + recoveryMillis > lengthMillis) {
        return plan;
      }
      plan.add(first);
      if (second != null && second.part() != first.part()) {
        plan.add(second);
      }
      start = end + recoveryMillis + CALM_MILLIS + random.nextInt(CALM_SPREAD_MILLIS);
    }
  }

  private Fault next(long start) {
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> fault(FaultKind.KILL, PROCESSES, start, 200, 6_000);
      case 4, 5, 6 -> fault(FaultKind.PAUSE, PROCESSES, start, 500, 4_500);
      case 7 -> fault(FaultKind.LONG_PAUSE, SERVERS, start, 5_000, 25_000);
      case 8, 9 -> fault(FaultKind.CUT, LINKS, start, 100, 8_000);
      case 10 -> fault(FaultKind.SILENCE, LINKS, start, 1_000, 4_500);
      case 11 -> fault(FaultKind.SILENCE, FEEDS, start, 6_000, 45_000);
      case 12, 13 -> slow(start);
      case 14 -> clock(start);
      default -> random.nextInt(3) == 0 ? wrongClock(start) : clock(start);
    };
  }

  private Fault fault(FaultKind kind, Part[] parts, long start, int least, int most) {
    return new Fault(kind, any(parts), start, least + random.nextInt(most - least), 0);
  }

  private Fault slow(long start) {
    return new Fault(
        FaultKind.DELAY, any(SLOW), start, 5_000 + random.nextInt(10_000), 5 + random.nextInt(40));
  }

  private Fault clock(long start) {
    int off = random.nextBoolean() ? CLOCK_SECONDS : -CLOCK_SECONDS;
    return new Fault(FaultKind.CLOCK, any(CLOCKS), start, 12_000 + random.nextInt(15_000), off);
  }

  private Fault wrongClock(long start) {
    return new Fault(
        FaultKind.WRONG_CLOCK,
        Part.SERVER_TWO,
        start,
        12_000 + random.nextInt(10_000),
        WRONG_CLOCK_SECONDS);
  }

  private Part any(Part[] parts) {
    return parts[random.nextInt(parts.length)];
  }
}
