package signet.server.account;

/** An account is not made or changed; branch on {@link #reason()}, show the message. */
public final class AccountException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why not. */
  public enum Reason {
    /** There is a user of that name. */
    NAME_TAKEN,
    /** A user cannot be called that. */
    INVALID_NAME,
    /** The password breaks a rule. */
    INVALID_PASSWORD,
    /** A role cannot be called that, or there are too many. */
    INVALID_ROLE,
    /** There is no such user. */
    NO_SUCH_USER
  }

  /** Has no stack trace, since anybody can cause it where sign-up is on. */
  AccountException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** Why not. */
  public Reason reason() {
    return reason;
  }

  /** A sentence that holds nothing of what was sent. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
