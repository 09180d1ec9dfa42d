package signet.server.endpoint;

import java.util.Optional;
import signet.server.client.Client;
import signet.server.session.Channel;

/** A refresh token and how it came: in the cookie, or in the member {@code refresh_token}. */
record PresentedToken(String token, String clientId, Channel channel) {
  /**
   * The token of a request.
   *
   * @throws ProblemException if there is none or more than one, or the origin may not send it
   */
  static PresentedToken of(
      RequestJson json,
      Optional<String> cookie,
      OriginGuard guard,
      OriginGuard.Provenance provenance) {
    String clientId = json.optional("client_id").orElse(Client.DEFAULT_ID);
    guard.check(provenance, clientId);
    Optional<String> inBody = json.optional("refresh_token");
    if (inBody.isPresent() && cookie.isPresent()) {
      throw ProblemException.of(
          Problem.INVALID_REQUEST, "a refresh token in the cookie and one in the body");
    }
    if (inBody.isPresent()) {
      return new PresentedToken(inBody.get(), clientId, Channel.NATIVE);
    }
    return cookie
        .map(token -> new PresentedToken(token, clientId, Channel.BROWSER))
        .orElseThrow(() -> ProblemException.of(Problem.MISSING_FIELD, "there is no refresh token"));
  }

  @Override
  public String toString() {
    return "PresentedToken[" + clientId + "]";
  }
}
