package signet.server.endpoint;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import signet.server.key.SecretExport;

/** {@code /admin/secrets}, on the socket alone: secrets that services share. */
final class AdminSecrets {
  private final AdminEndpoint admin;

  AdminSecrets(AdminEndpoint admin) {
    this.admin = admin;
  }

  void export(RoutingContext context) {
    admin.answer(
        context,
        administration -> {
          SecretExport.Secrets secrets = administration.secrets().export();
          return Reply.json(
              200,
              new JsonObject()
                  .put("jwk_set", secrets.jwkSet())
                  .put("kids", new JsonArray(secrets.kids())));
        });
  }

  void delivered(RoutingContext context) {
    admin.answerBody(
        context,
        (administration, body) -> {
          List<String> kids = List.of(body.required("kids").split(" ", -1));
          JsonObject reply = new JsonObject();
          administration
              .secrets()
              .delivered(kids)
              .ifPresent(from -> reply.put("signs_from", from.toString()));
          return Reply.json(200, reply);
        });
  }

  void importKey(RoutingContext context) {
    admin.answerBody(
        context,
        (administration, body) ->
            Reply.json(
                200,
                new JsonObject()
                    .put("kid", administration.secrets().importKey(body.required("jwk")))));
  }
}
