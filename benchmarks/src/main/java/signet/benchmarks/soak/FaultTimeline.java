package signet.benchmarks.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * When which fault was in force. A fault disturbs from its begin to its end and {@link
 * #RECOVERY_NANOS} longer. Keeps ten minutes. Safe for use by many threads.
 */
final class FaultTimeline {
  /** After that long everything works again: the promise that is checked. */
  static final long RECOVERY_NANOS = TimeUnit.SECONDS.toNanos(15);

  private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** A fault that is in force, or was. */
  static final class Window {
    private final Fault fault;
    private final long startNanos;
    private volatile long endNanos = Long.MAX_VALUE;

    private Window(Fault fault, long startNanos) {
      this.fault = fault;
      this.startNanos = startNanos;
    }

    Fault fault() {
      return fault;
    }

    /** The cause is gone. */
    void end(long nanos) {
      endNanos = nanos;
    }

    private long recoveredNanos() {
      return endNanos == Long.MAX_VALUE ? endNanos : endNanos + RECOVERY_NANOS;
    }

    private boolean overlaps(long from, long to) {
      return startNanos <= to && from <= recoveredNanos();
    }
  }

  private final List<Window> windows = new ArrayList<>();

  /** Has to be called before the fault is done. */
  synchronized Window begin(Fault fault, long nanos) {
    windows.removeIf(window -> window.recoveredNanos() < nanos - KEPT_NANOS);
    Window window = new Window(fault, nanos);
    windows.add(window);
    return window;
  }

  /** Whether a fault touched any of the parts in that time. */
  boolean disturbs(Set<Part> parts, long from, long to) {
    return any(from, to, fault -> touches(fault, parts));
  }

  /** Whether there was a fault of that kind in that time. */
  synchronized boolean any(long from, long to, Predicate<Fault> which) {
    return windows.stream()
        .anyMatch(window -> window.overlaps(from, to) && which.test(window.fault));
  }

  /** The faults of that time, for people. */
  synchronized List<String> names(long from, long to) {
    return windows.stream()
        .filter(window -> window.overlaps(from, to))
        .map(window -> window.fault.name())
        .toList();
  }

  /**
   * The first moment from which on nothing touches the parts for a while; {@link Long#MAX_VALUE} if
   * that has not come.
   */
  synchronized long calmFrom(Set<Part> parts, long from, long whileNanos) {
    long calm = from;
    boolean moved = true;
    while (moved && calm != Long.MAX_VALUE) {
      moved = false;
      for (Window window : windows) {
        if (touches(window.fault, parts) && window.overlaps(calm, calm + whileNanos)) {
          calm = window.recoveredNanos() == Long.MAX_VALUE ? Long.MAX_VALUE : later(window, calm);
          moved = true;
          break;
        }
      }
    }
    return calm;
  }

  private static long later(Window window, long calm) {
    return Math.max(calm, window.recoveredNanos() + 1);
  }

  private static boolean touches(Fault fault, Set<Part> parts) {
    return !Collections.disjoint(fault.touches(), parts);
  }
}
