package signet.gateway.mint;

/** There is no key to sign transaction tokens with: the request is answered with 503. */
public final class TransactionTokensUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says why, in words that hold no secret. */
  public TransactionTokensUnavailableException(String message) {
    // On the way of requests, so without the cost of a stack trace.
    super(message, null, false, false);
  }
}
