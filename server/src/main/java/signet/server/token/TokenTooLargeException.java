package signet.server.token;

/** An access token would be larger than services take; the log says whose. */
public final class TokenTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The exception; it has no stack trace, since clients can cause it. */
  public TokenTooLargeException() {
    super("an access token would be too large", null, false, false);
  }
}
