package signet.benchmarks.load;

import java.time.Duration;

/** How much is asked of each server; the same for all. */
final class Load {
  static final int USERS = 4;
  static final String PASSWORD = "a passphrase for the load";
  static final int CHAINS = 16;
  static final Duration WARM_UP = Duration.ofSeconds(20);
  static final Duration MEASURED = Duration.ofSeconds(20);
  static final Duration REST = Duration.ofSeconds(5);

  private Load() {}

  static String user(int index) {
    return "user-" + index;
  }
}
