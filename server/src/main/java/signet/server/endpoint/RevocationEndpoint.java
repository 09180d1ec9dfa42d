package signet.server.endpoint;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import signet.server.client.Client;
import signet.server.grant.TokenRevocation;
import signet.server.session.Channel;

/** {@code POST /oauth2/revoke} (RFC 7009), for a client's own tokens. */
final class RevocationEndpoint {
  private final OauthForm.Reader forms;
  private final TokenRevocation revocation;

  RevocationEndpoint(OauthForm.Reader forms, TokenRevocation revocation) {
    this.forms = forms;
    this.revocation = revocation;
  }

  void handle(RoutingContext context) {
    forms.answer(context, form -> forms.forClient(form, client -> answer(form, client)));
  }

  private Reply answer(OauthForm form, Client client) {
    if (client.channel() == Channel.BROWSER) {
      // Its refresh token is in a cookie; /session/logout ends the session.
      return OauthError.invalidClient(false);
    }
    Optional<String> token = form.parameter("token");
    if (token.isEmpty()) {
      return OauthError.reply(400, OauthError.INVALID_REQUEST);
    }
    if (isEncrypted(token.get())) {
      // RFC 7009 §2.2.1: 200 would say that it is revoked.
      return OauthError.reply(400, "unsupported_token_type");
    }
    revocation.revoke(token.get(), client, form.origin("client " + client.id()));
    // RFC 7009 §2.2: a token that is none of the client's is no error, and looks like any other.
    return Reply.empty(200);
  }

  /** Whether it has the five parts of a JWE: only its recipient can read it. */
  private static boolean isEncrypted(String token) {
    return token.chars().filter(c -> c == '.').count() == 4;
  }
}
