package signet.cli.explain;

import java.util.List;
import signet.jose.reject.RejectReason;

/**
 * Why a request passes or not.
 *
 * @param verdict the service's answer
 * @param cause the likely cause
 * @param checks every check in the verifier's order
 * @param warnings what else is worth a look, though nobody refuses for it
 */
public record Diagnosis(Verdict verdict, Cause cause, List<Check> checks, List<String> warnings) {
  /** The guide's place in the sources and in every distribution. */
  public static final String GUIDE = "docs/guides/debugging.md";

  /** Keeps copies of the lists. */
  public Diagnosis {
    checks = List.copyOf(checks);
    warnings = List.copyOf(warnings);
  }

  /** The guide's section on this verdict. */
  public String guide() {
    return guide(verdict.word());
  }

  /** The guide's section on a reason. */
  public static String guide(RejectReason reason) {
    return guide(reason.word());
  }

  private static String guide(String word) {
    return GUIDE + (word.equals("valid") ? "" : "#" + word);
  }
}
