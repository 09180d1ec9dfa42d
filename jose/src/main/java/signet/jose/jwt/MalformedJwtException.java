package signet.jose.jwt;

/**
 * A text is no compact JWS with a JSON header. The message says where, and holds nothing of the
 * text.
 */
public final class MalformedJwtException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedJwtException(String message) {
    super(message);
  }
}
