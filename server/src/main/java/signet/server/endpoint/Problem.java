package signet.server.endpoint;

import java.util.Locale;
import signet.server.account.AccountException;

/** What can be wrong with a request, as problem details (RFC 9457): status, type and title. */
enum Problem {
  MALFORMED_JSON(400, "The body is not valid JSON"),
  MISSING_FIELD(400, "A field is missing"),
  INVALID_FIELD(400, "A field has the wrong type or form"),
  INVALID_CREDENTIALS(400, "User name or password is wrong"),
  INVALID_CLIENT(400, "There is no such client"),
  INVALID_SCOPE(400, "The scope is malformed"),
  INVALID_TARGET(400, "The client may not ask for this resource"),
  INVALID_REQUEST(400, "The request is not valid"),
  INVALID_NAME(400, "A user cannot be called that"),
  INVALID_PASSWORD(400, "The password breaks a rule"),
  INVALID_ROLE(400, "A role cannot be called that"),
  INVALID_ACCESS_TOKEN(400, "There is no such access token"),
  INVALID_ATTRIBUTE(400, "An attribute breaks a rule"),
  INVALID_SETTING(400, "A client cannot be registered like that"),
  INVALID_KEY(400, "The key cannot be taken over"),
  INVALID_PAGE(400, "There is no such page"),
  INVALID_REFRESH_TOKEN(400, "The refresh token is not valid, or not for this client"),
  INVALID_LOGOUT_SCOPE(400, "A logout ends this, others or all"),
  INVALID_PROOF(400, "The proof of possession does not hold"),
  PROOF_NEEDED(400, "The client has to prove that it holds a key"),
  PROOF_NONCE_NEEDED(400, "The proof of possession needs a nonce"),
  WRONG_KEY(400, "The session is bound to another key"),
  TOKEN_TOO_LARGE(400, "The access token would be too large"),
  SESSION_ENDED(400, "The session has ended"),
  UNAUTHORIZED(401, "An access token is needed"),
  INVALID_TOKEN(401, "The access token is not valid"),
  INSUFFICIENT_SCOPE(403, "The access token does not reach that far"),
  ORIGIN_REFUSED(403, "This origin may not use the cookie"),
  NOT_FOUND(404, "There is nothing here"),
  NO_SUCH_USER(404, "There is no such user"),
  NO_SUCH_SESSION(404, "There is no such session"),
  NO_SUCH_CLIENT(404, "There is no such client"),
  NO_SUCH_KEY(404, "There is no such key"),
  METHOD_NOT_ALLOWED(405, "This method is not for this place"),
  REQUEST_TIMEOUT(408, "The body took too long to arrive"),
  CLIENT_NAME_TAKEN(409, "There is a client of that name"),
  KEY_ENDED(409, "The key has come to its end before"),
  KEY_IN_USE(409, "The key is needed"),
  KEY_NOT_READY(409, "Verifiers may not have the key yet"),
  NAME_TAKEN(409, "There is a user of that name"),
  SUPERSEDED(409, "There is a newer refresh token"),
  BODY_TOO_LARGE(413, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body must be application/json"),
  RATE_LIMITED(429, "Too many attempts"),
  INTERNAL_ERROR(500, "Something went wrong here"),
  BUSY(503, "Too much to do at this moment"),
  NOT_READY(503, "The server is starting or stopping");

  private final int status;
  private final String title;

  Problem(int status, String title) {
    this.status = status;
    this.title = title;
  }

  static Problem of(AccountException.Reason reason) {
    return switch (reason) {
      case NAME_TAKEN -> NAME_TAKEN;
      case INVALID_NAME -> INVALID_NAME;
      case INVALID_PASSWORD -> INVALID_PASSWORD;
      case INVALID_ROLE -> INVALID_ROLE;
      case NO_SUCH_USER -> NO_SUCH_USER;
    };
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  /** The {@code type}, a relative reference. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
