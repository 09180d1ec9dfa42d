package signet.cli.explain;

import java.util.Locale;

/**
 * One check of a verifier and what came of it.
 *
 * @param name the check in one word
 * @param outcome what came of it
 * @param detail what was compared
 */
public record Check(String name, Outcome outcome, String detail) {
  /** What comes of a check. */
  public enum Outcome {
    /** It holds. */
    PASSED,
    /** It is why the token is refused. */
    FAILED,
    /** Nobody asked for it, so anything would do. */
    NOT_ASKED,
    /** A check before it has failed, so the verifier did not come this far. */
    NOT_REACHED;

    /** As in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
