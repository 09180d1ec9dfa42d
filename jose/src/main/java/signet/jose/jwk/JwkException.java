package signet.jose.jwk;

/**
 * A key that cannot be used: malformed, weak, off its curve, of a kind that this JVM lacks. Branch
 * on {@link #problem}; the message is for people and holds no key material.
 */
public final class JwkException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with a key. */
  public enum Problem {
    /** Not strict JSON, PEM or DER, or a member is missing or of the wrong type. */
    MALFORMED,
    /** A key type, curve or algorithm that is not supported at all. */
    UNSUPPORTED,
    /** Supported, but not by this JVM. */
    UNAVAILABLE,
    /** Too short, a bad exponent, a predictable secret. */
    WEAK,
    /**
     * Not a valid key of its kind: off the curve, of small order, halves that do not belong
     * together.
     */
    INVALID,
    /** The private half cannot leave where it is kept. */
    NOT_EXPORTABLE
  }

  private final Problem problem;

  /** A problem found here; the message holds no key material. */
  public JwkException(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  /** A problem that something else found. */
  public JwkException(Problem problem, String message, Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  /** What is wrong with the key. */
  public Problem problem() {
    return problem;
  }
}
