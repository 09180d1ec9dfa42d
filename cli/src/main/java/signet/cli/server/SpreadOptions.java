package signet.cli.server;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.server.admin.Administration;
import signet.server.revocation.FeedReader;
import signet.server.revocation.VerifierReading;
import signet.server.revocation.VerifierReading.Seen;

/** Whether a command that revokes waits for verifiers, and what it says of them. */
final class SpreadOptions {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int MOST_NAMES = 10;

  @Option(
      names = "--no-wait",
      description = "Do not wait, 5 seconds at most, until verifiers say that they know.")
  private boolean noWait;

  /** What revokes. */
  @FunctionalInterface
  interface Revocation {
    void run() throws OperatorException, IOException;
  }

  /** Revokes, and tells how far that has spread if it was anything to verifiers. */
  void revoke(Terminal terminal, Administration administration, Revocation revocation)
      throws OperatorException, IOException {
    if (noWait) {
      revocation.run();
      return;
    }
    FeedReader.Head before = administration.verifiers().read().head();
    revocation.run();
    VerifierReading after = administration.verifiers().read();
    if (!after.head().equals(before)) {
      terminal.err().println(tell(administration, after));
    }
  }

  private static String tell(Administration administration, VerifierReading first) {
    if (first.servers() == 0) {
      return "no server runs: verifiers hear of it when one does";
    }
    VerifierReading reading = first;
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!missing(reading, first.head()).isEmpty()
        && System.nanoTime() < deadlineNanos
        && pause()) {
      reading = administration.verifiers().read();
    }
    List<Seen> missing = missing(reading, first.head());
    return missing.isEmpty() ? everywhere(first, reading) : partly(reading, missing);
  }

  private static List<Seen> missing(VerifierReading reading, FeedReader.Head head) {
    return reading.verifiers().stream().filter(seen -> !seen.hasReached(head)).toList();
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String everywhere(VerifierReading first, VerifierReading reading) {
    int count = reading.verifiers().size();
    if (count == 0) {
      return "0 verifiers seen";
    }
    long millis =
        reading.verifiers().stream()
            .mapToLong(seen -> Duration.between(first.changedAt(), seen.reachedAt()).toMillis())
            .max()
            .orElseThrow();
    return count
        + (count == 1 ? " verifier seen, it has it" : " verifiers seen, all have it")
        + " after "
        + Math.max(0, millis)
        + " ms";
  }

  private static String partly(VerifierReading reading, List<Seen> missing) {
    int count = reading.verifiers().size();
    String names =
        missing.stream()
            .limit(MOST_NAMES)
            .map(seen -> name(seen, reading))
            .collect(Collectors.joining(", "));
    return (count - missing.size())
        + " of "
        + count
        + " have it after "
        + PATIENCE.toSeconds()
        + " s; missing: "
        + names
        + (missing.size() > MOST_NAMES ? " and " + (missing.size() - MOST_NAMES) + " more" : "");
  }

  private static String name(Seen seen, VerifierReading reading) {
    return seen.report().clientId()
        + " (last seen "
        + Math.max(0, Duration.between(seen.seenAt(), reading.now()).toSeconds())
        + " s ago)";
  }
}
