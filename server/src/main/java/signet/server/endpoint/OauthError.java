package signet.server.endpoint;

import io.vertx.core.json.JsonObject;

/** Errors of everything below {@code /oauth2}, as RFC 6749 §5.2 writes them. */
final class OauthError {
  static final String INVALID_REQUEST = "invalid_request";
  static final String INVALID_CLIENT = "invalid_client";
  private static final String RETRY_AFTER = "Retry-After";

  private OauthError() {}

  static Reply reply(int status, String word) {
    return Reply.json(status, new JsonObject().put("error", word)).withOutcome(word);
  }

  /** Who tried a scheme is told which one there is (§5.2). */
  static Reply invalidClient(boolean usedHeader) {
    return usedHeader
        ? reply(401, INVALID_CLIENT).withHeader("WWW-Authenticate", "Basic realm=\"signet\"")
        : reply(400, INVALID_CLIENT);
  }

  /** A failure that is answered with problem details elsewhere. */
  static Reply of(Reply problem) {
    Reply error =
        switch (problem.status()) {
          case 503 -> reply(503, "temporarily_unavailable");
          case 500 -> reply(500, "server_error");
          default -> reply(400, INVALID_REQUEST);
        };
    for (String header : new String[] {Reply.CONNECTION, RETRY_AFTER}) {
      String value = problem.headers().get(header);
      error = value == null ? error : error.withHeader(header, value);
    }
    return error;
  }
}
