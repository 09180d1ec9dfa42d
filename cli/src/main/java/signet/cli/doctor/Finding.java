package signet.cli.doctor;

import java.util.Locale;

/**
 * What one look at a server has shown.
 *
 * @param check what was looked at, in one word
 * @param outcome how it stands
 * @param detail what was seen
 * @param advice what to do; empty where nothing is to be done
 */
record Finding(String check, Outcome outcome, String detail, String advice) {
  /** How it stands. */
  enum Outcome {
    /** As it should be. */
    GOOD,
    /** It works, and could be better. */
    FAIR,
    /** It refuses good tokens or accepts bad ones, or will. */
    BAD;

    /** As in JSON. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Finding good(String check, String detail) {
    return new Finding(check, Outcome.GOOD, detail, "");
  }

  static Finding fair(String check, String detail, String advice) {
    return new Finding(check, Outcome.FAIR, detail, advice);
  }

  static Finding bad(String check, String detail, String advice) {
    return new Finding(check, Outcome.BAD, detail, advice);
  }
}
