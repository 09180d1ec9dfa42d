package signet.server.admin;

import java.util.Locale;

/**
 * What came of one line of an import.
 *
 * @param problem a sentence that holds nothing of the line; empty unless it was refused
 */
public record ImportResult(Outcome outcome, String problem) {
  /** What came of it. */
  public enum Outcome {
    /** There is a user more, or would be. */
    ADDED,
    /** There was a user of that name, who stays as is. */
    PRESENT,
    /** It cannot be taken over. */
    REFUSED;

    /** As written on the wire. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Outcome ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
