package signet.testkit;

/**
 * How many cases a heavy test runs: {@code -Dsignet.scale=full} runs the stated numbers, anything
 * else a reduced number that fits a build of minutes.
 */
public enum Scale {
  REDUCED,
  FULL;

  /** The scale of this run, from the system property {@code signet.scale}. */
  public static Scale current() {
    return "full".equals(System.getProperty("signet.scale")) ? FULL : REDUCED;
  }

  /** Picks the number of cases for this run. */
  public static int count(int reduced, int full) {
    return current() == FULL ? full : reduced;
  }
}
