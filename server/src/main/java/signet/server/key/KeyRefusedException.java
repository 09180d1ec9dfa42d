package signet.server.key;

/** An operation on keys was refused; branch on {@link #reason()}, show {@link #sentence()}. */
public final class KeyRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String sentence;

  /** Why. */
  public enum Reason {
    /** There is no such key. */
    NO_SUCH_KEY,
    /** Verifiers may not have the key that would sign. */
    NOT_READY,
    /** The key signs, waits to, or has signed tokens that live. */
    IN_USE,
    /** The key has come to its end before. */
    ENDED
  }

  KeyRefusedException(Reason reason, String sentence) {
    super(sentence, null, false, false);
    this.reason = reason;
    this.sentence = sentence;
  }

  /** To branch on. */
  public Reason reason() {
    return reason;
  }

  /** For the operator. */
  public String sentence() {
    return sentence;
  }
}
