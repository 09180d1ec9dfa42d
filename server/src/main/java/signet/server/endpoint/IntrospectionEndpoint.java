package signet.server.endpoint;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import signet.server.client.Client;
import signet.server.grant.Introspection;
import signet.server.session.Channel;

/** {@code POST /oauth2/introspect} (RFC 7662), for clients that show who they are. */
final class IntrospectionEndpoint {
  private static final String ACTIVE = "active";

  private final OauthForm.Reader forms;
  private final Introspection introspection;

  IntrospectionEndpoint(OauthForm.Reader forms, Introspection introspection) {
    this.forms = forms;
    this.introspection = introspection;
  }

  void handle(RoutingContext context) {
    forms.answer(context, form -> forms.forClient(form, client -> answer(form, client)));
  }

  private Reply answer(OauthForm form, Client client) {
    if (client.channel() != Channel.CONFIDENTIAL) {
      // RFC 7662 §2.1: whoever asks must show who it is, or tokens could be tried out.
      return OauthError.invalidClient(false);
    }
    // RFC 7662 §2.1: the hint may be ignored; the forms of the tokens tell them apart.
    Optional<String> token = form.parameter("token");
    if (token.isEmpty()) {
      return OauthError.reply(400, OauthError.INVALID_REQUEST);
    }
    JsonObject inactive = new JsonObject().put(ACTIVE, false);
    return Reply.json(
        200,
        introspection
            .of(token.get(), client)
            .map(members -> new JsonObject().put(ACTIVE, true).mergeIn(new JsonObject(members)))
            .orElse(inactive));
  }
}
