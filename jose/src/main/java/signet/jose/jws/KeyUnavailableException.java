package signet.jose.jws;

/**
 * A private key could not be used at this moment: the device in which it lives does not answer.
 * Whoever asked may ask again.
 */
public final class KeyUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KeyUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
