package signet.server.admin;

/** An operation was refused; branch on {@link #refusal()}, show the message. */
public final class AdministrationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  /** A refusal with a message for the administrator, which holds no secret. */
  public AdministrationException(Refusal refusal, String message) {
    super(message);
    this.refusal = refusal;
  }

  /** Why. */
  public Refusal refusal() {
    return refusal;
  }
}
