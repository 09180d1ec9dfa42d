package signet.jose.jwks;

/** A JWK Set could not be fetched or was not acceptable; the cause says why. */
public final class KeyFetchException extends Exception {
  private static final long serialVersionUID = 1L;

  KeyFetchException(Throwable cause) {
    super("the JWK Set could not be had: " + cause.getMessage(), cause);
  }
}
