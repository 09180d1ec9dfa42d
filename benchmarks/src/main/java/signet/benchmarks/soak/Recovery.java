package signet.benchmarks.soak;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Finds out when everything works again. Safe for use by many threads. */
final class Recovery {
  private static final int PAUSE_MILLIS = 100;
  private static final long GIVEN_UP_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Round round;
  private final Verdicts verdicts;
  private final Map<String, Histogram> times = new TreeMap<>();
  private final Map<String, Histogram> sinceReadyTimes = new TreeMap<>();

  /** Tries everything once. */
  @FunctionalInterface
  interface Round {
    /** Whether everything works at this moment. */
    boolean works() throws InterruptedException;
  }

  Recovery(Round round, Verdicts verdicts) {
    this.round = round;
    this.verdicts = verdicts;
  }

  /** A process ended while it started, since something that it needs was away. */
  void noteFailedStart(Part part) {
    verdicts.count("start of " + part.word() + ": ended, started again");
  }

  /**
   * From now, when each process says that it is ready, until the first round in which all works. A
   * fault that begins meanwhile is measured in the place of this one.
   *
   * @param goneNanos when the cause was gone: a process started, a connection open
   * @param disturbed whether another fault has begun since
   */
  void measure(Fault fault, long goneNanos, BooleanSupplier disturbed) throws InterruptedException {
    long start = System.nanoTime();
    boolean works = round.works();
    while (!works && !disturbed.getAsBoolean() && System.nanoTime() - start <= GIVEN_UP_NANOS) {
      Thread.sleep(PAUSE_MILLIS);
      works = round.works();
    }
    // A round may have waited for as long as that other fault lasted, and then found all well.
    if (disturbed.getAsBoolean()) {
      return;
    }
    long now = System.nanoTime();
    long took = now - start;
    long millis = TimeUnit.NANOSECONDS.toMillis(now - goneNanos);
    long sinceReady = TimeUnit.NANOSECONDS.toMillis(took);
    System.out.println(
        "           recovered from " + fault.name() + " after " + millis + " ms, " + sinceReady);
    synchronized (this) {
      times.computeIfAbsent(fault.name(), any -> new Histogram()).add(millis);
      sinceReadyTimes.computeIfAbsent(fault.name(), any -> new Histogram()).add(sinceReady);
    }
    if (took > FaultTimeline.RECOVERY_NANOS) {
      verdicts.violated(Rule.NOT_RECOVERED, now, fault.name() + ": " + sinceReady + " ms");
    }
  }

  /** As {@link #times}, but a new process counts from when it says that it is ready. */
  synchronized Map<String, Histogram> sinceReadyTimes() {
    return new TreeMap<>(sinceReadyTimes);
  }

  /** By the fault that was measured, from when its cause was gone, in milliseconds. */
  synchronized Map<String, Histogram> times() {
    return new TreeMap<>(times);
  }
}
