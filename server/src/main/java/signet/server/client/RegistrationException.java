package signet.server.client;

/** A change of clients was refused; the sentence is for the administrator. */
public final class RegistrationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String sentence;

  /** Why. */
  public enum Reason {
    /** There is a client of that name. */
    NAME_TAKEN,
    /** The name or a setting breaks a rule. */
    INVALID_SETTING,
    /** There is no such client in the store. */
    NO_SUCH_CLIENT
  }

  RegistrationException(Reason reason, String sentence) {
    super(sentence, null, false, false);
    this.reason = reason;
    this.sentence = sentence;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** What is wrong, without secrets. */
  public String sentence() {
    return sentence;
  }
}
