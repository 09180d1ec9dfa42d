package signet.benchmarks.soak;

import java.time.Duration;
import java.util.List;

/**
 * How to run.
 *
 * @param length without the start
 * @param seed of the faults and of everybody's choices
 * @param deaf whether the service in Java does not hear of revocations: the run must fail
 */
record SoakOptions(Duration length, long seed, boolean deaf) {
  private static final int MOST_MINUTES = 24 * 60;

  /**
   * Reads {@code --minutes N}, {@code --seed N} and {@code --deaf}.
   *
   * @throws IllegalArgumentException if there is something else
   */
  static SoakOptions parse(List<String> arguments) {
    int minutes = 10;
    long seed = System.nanoTime();
    boolean deaf = false;
    for (int i = 0; i < arguments.size(); i++) {
      switch (arguments.get(i)) {
        case "--minutes" -> minutes = (int) number(arguments, ++i);
        case "--seed" -> seed = number(arguments, ++i);
        case "--deaf" -> deaf = true;
        default ->
            throw new IllegalArgumentException(
                "soak RESULTS LAUNCHER [--minutes N] [--seed N] [--deaf]");
      }
    }
    if (minutes < 1 || minutes > MOST_MINUTES) {
      throw new IllegalArgumentException("--minutes is 1 to " + MOST_MINUTES);
    }
    return new SoakOptions(Duration.ofMinutes(minutes), seed, deaf);
  }

  private static long number(List<String> arguments, int index) {
    if (index == arguments.size()) {
      throw new IllegalArgumentException(arguments.get(index - 1) + " needs a number");
    }
    return Long.parseLong(arguments.get(index));
  }
}
