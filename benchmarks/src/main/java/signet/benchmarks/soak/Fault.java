package signet.benchmarks.soak;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * A fault of the schedule.
 *
 * @param startMillis since the beginning of the run
 * @param lastsMillis from the act to its end
 * @param amount milliseconds of a delay, seconds of a clock; else 0
 */
record Fault(FaultKind kind, Part part, long startMillis, long lastsMillis, int amount) {
  /**
   * Who may answer 503 or not at all. A server that stands still may hold locks in the database,
   * for which the other one waits, so a pause of one touches both.
   */
  Set<Part> touches() {
    EnumSet<Part> touched = EnumSet.of(part);
    boolean holdsLocks =
        kind == FaultKind.PAUSE
            || kind == FaultKind.LONG_PAUSE
            || kind == FaultKind.SILENCE
            || kind == FaultKind.DELAY;
    if (holdsLocks && (part.isServer() || part == Part.SQL_ONE || part == Part.SQL_TWO)) {
      touched.addAll(Part.SERVERS);
    }
    return touched;
  }

  /** Whether requests may arrive so late that an honest client pays for it. */
  boolean holdsRequestsLong() {
    return kind == FaultKind.LONG_PAUSE && part.isServer();
  }

  /** Whether its end is a new process. */
  boolean startsAnew() {
    return kind == FaultKind.KILL || kind == FaultKind.CLOCK || kind == FaultKind.WRONG_CLOCK;
  }

  /** Such as {@code kill gateway}. */
  String name() {
    return kind.word() + " " + part.word();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%7.1f s  %s for %.1f s%s",
        startMillis / 1e3,
        name(),
        lastsMillis / 1e3,
        amount == 0 ? "" : " by " + amount + (kind == FaultKind.DELAY ? " ms" : " s"));
  }
}
