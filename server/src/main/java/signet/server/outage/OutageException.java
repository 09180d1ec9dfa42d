package signet.server.outage;

/**
 * What is kept cannot be read or written at this moment: the database is away, full or overloaded.
 * Whoever asked may ask again; whether a write took place is not known.
 *
 * <p>Has no stack trace, since a request each can cause it; the store has logged the cause.
 */
public final class OutageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An outage with the failure that showed it. */
  public OutageException(Throwable cause) {
    super("the database cannot be used at this moment", cause, false, false);
  }

  /**
   * An outage that no failure showed.
   *
   * @param reason a few words for the log
   */
  public OutageException(String reason) {
    super(reason, null, false, false);
  }
}
