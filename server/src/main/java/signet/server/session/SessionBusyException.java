package signet.server.session;

/** A session or its user changed as something was to be written; the client may try again. */
public final class SessionBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The exception; it has no stack trace, since clients can cause it. */
  public SessionBusyException() {
    super("a session is too busy", null, false, false);
  }
}
