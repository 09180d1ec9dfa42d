package signet.server.endpoint;

import io.vertx.core.json.JsonObject;
import signet.bearer.dpop.DpopVerifier;

/** Errors of everything below {@code /oauth2}, as RFC 6749 §5.2 writes them. */
final class OauthError {
  static final String INVALID_REQUEST = "invalid_request";
  static final String INVALID_CLIENT = "invalid_client";
  static final String INVALID_PROOF = "invalid_dpop_proof";
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

  /** RFC 9449 §5 and §8 have words of their own. */
  private static String word(String outcome) {
    if (outcome.equals(Problem.INVALID_PROOF.word())) {
      return INVALID_PROOF;
    }
    return outcome.equals(Problem.PROOF_NONCE_NEEDED.word()) ? "use_dpop_nonce" : INVALID_REQUEST;
  }

  /** A failure that is answered with problem details elsewhere. */
  static Reply of(Reply problem) {
    Reply error =
        switch (problem.status()) {
          case 503 -> reply(503, "temporarily_unavailable");
          case 500 -> reply(500, "server_error");
          default -> reply(400, word(problem.outcome()));
        };
    for (String header : new String[] {Reply.CONNECTION, RETRY_AFTER, DpopVerifier.NONCE_HEADER}) {
      String value = problem.headers().get(header);
      error = value == null ? error : error.withHeader(header, value);
    }
    return error;
  }
}
