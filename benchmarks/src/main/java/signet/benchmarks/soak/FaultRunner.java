package signet.benchmarks.soak;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Does faults and undoes them, and has it measured how long everything takes to recover. */
final class FaultRunner {
  private static final int BEFORE_RESTART_MILLIS = 1_000;

  private final Installation installation;
  private final FaultTimeline timeline;
  private final Recovery recovery;
  private final AtomicInteger inForce = new AtomicInteger();

  /** How many have begun. */
  private final AtomicInteger begun = new AtomicInteger();

  FaultRunner(Installation installation, FaultTimeline timeline, Recovery recovery) {
    this.installation = installation;
    this.timeline = timeline;
    this.recovery = recovery;
  }

  /** Waits for its start, and returns when all has recovered, or had the time to. */
  void run(Fault fault, long beginNanos) throws IOException, InterruptedException {
    sleepUntil(beginNanos + fault.startMillis() * 1_000_000);
    inForce.incrementAndGet();
    begun.incrementAndGet();
    FaultTimeline.Window window = timeline.begin(fault, System.nanoTime());
    System.out.println(fault);
    try {
      act(fault);
      Thread.sleep(fault.lastsMillis());
    } finally {
      undo(fault);
    }
    long gone = System.nanoTime();
    if (fault.startsAnew()) {
      awaitStart(fault.part());
    }
    window.end(System.nanoTime());
    int before = begun.get();
    // Of two at once the last one is measured.
    if (inForce.decrementAndGet() == 0) {
      recovery.measure(fault, gone, () -> begun.get() != before);
    }
  }

  /**
   * Until it works. Whoever ends because something else is away is started again, as by systemd.
   */
  private void awaitStart(Part part) throws IOException, InterruptedException {
    Restartable process = installation.process(part);
    while (!process.becomesReady()) {
      recovery.noteFailedStart(part);
      Thread.sleep(BEFORE_RESTART_MILLIS);
      process.start(Map.of());
    }
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    long left = nanos - System.nanoTime();
    if (left > 0) {
      Thread.sleep(left / 1_000_000);
    }
  }

  private void act(Fault fault) throws IOException, InterruptedException {
    Part part = fault.part();
    switch (fault.kind()) {
      case KILL -> installation.process(part).kill();
      case PAUSE, LONG_PAUSE -> installation.process(part).pause();
      case CUT -> installation.link(part).set(TcpLink.Mode.CUT);
      case SILENCE -> installation.link(part).set(TcpLink.Mode.SILENT);
      case DELAY -> installation.link(part).delay(fault.amount());
      case CLOCK, WRONG_CLOCK -> restart(part, clock(fault.amount()));
    }
  }

  private void undo(Fault fault) throws IOException, InterruptedException {
    Part part = fault.part();
    switch (fault.kind()) {
      case KILL -> installation.process(part).start(Map.of());
      case PAUSE, LONG_PAUSE -> installation.process(part).resume();
      case CUT, SILENCE -> installation.link(part).set(TcpLink.Mode.OPEN);
      case DELAY -> installation.link(part).delay(0);
      case CLOCK, WRONG_CLOCK -> restart(part, Map.of());
    }
  }

  private void restart(Part part, Map<String, String> environment)
      throws IOException, InterruptedException {
    installation.process(part).kill();
    installation.process(part).start(environment);
  }

  /**
   * As {@code faketime} does it, for the wall clock alone: time that only goes forward is right.
   */
  private static Map<String, String> clock(int seconds) {
    return Map.of(
        "LD_PRELOAD", "libfaketime.so.1",
        "LD_LIBRARY_PATH", "/usr/lib/x86_64-linux-gnu/faketime",
        "FAKETIME", (seconds < 0 ? "" : "+") + seconds + "s",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1");
  }
}
