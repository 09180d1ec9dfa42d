package signet.server.password;

/**
 * A chosen password breaks a rule; the message says which one and holds nothing of the password.
 */
public final class PasswordRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  PasswordRejectedException(String message) {
    super(message);
  }
}
