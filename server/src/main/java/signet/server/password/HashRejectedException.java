package signet.server.password;

/** A hash cannot be taken over from another system. */
public final class HashRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;

  /** With a sentence that holds nothing of the hash. */
  HashRejectedException(String problem) {
    super(problem);
    this.problem = problem;
  }

  static HashRejectedException malformed() {
    return new HashRejectedException("the hash is malformed");
  }

  static HashRejectedException tooExpensive(String bound) {
    return new HashRejectedException("the hash costs too much to verify: " + bound);
  }

  /** What is wrong with it. */
  public String problem() {
    return problem;
  }
}
