package signet.server.endpoint;

import io.vertx.core.json.JsonObject;
import java.util.Set;
import signet.server.token.AccessToken;

/** The members of RFC 6749 §5.1 that every answer with an access token has. */
final class TokenReply {
  private TokenReply() {}

  static JsonObject body(AccessToken accessToken, Set<String> scopes) {
    return new JsonObject()
        .put("access_token", accessToken.value())
        .put("token_type", accessToken.type())
        .put("expires_in", accessToken.lifetime().toSeconds())
        .put("scope", String.join(" ", scopes));
  }
}
