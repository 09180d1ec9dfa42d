package signet.server.endpoint;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import signet.server.admin.KeyJson;

/** {@code /admin/keys}: signing keys and what can be done with them. */
final class AdminKeys {
  private final AdminEndpoint admin;

  AdminKeys(AdminEndpoint admin) {
    this.admin = admin;
  }

  void list(RoutingContext context) {
    admin.answer(
        context,
        administration -> {
          JsonArray array = new JsonArray();
          administration.keys().list().forEach(key -> array.add(KeyJson.write(key)));
          return Reply.json(200, new JsonObject().put("keys", array));
        });
  }

  void rotate(RoutingContext context) {
    admin.answerBody(
        context,
        (administration, body) ->
            Reply.json(200, KeyJson.write(administration.keys().rotate(isSet(body, "force")))));
  }

  void retire(RoutingContext context) {
    String kid = kid(context);
    admin.answerBody(
        context,
        (administration, body) ->
            Reply.json(
                200, KeyJson.write(administration.keys().retire(kid, isSet(body, "force")))));
  }

  void compromise(RoutingContext context) {
    String kid = kid(context);
    admin.answerBody(
        context,
        (administration, body) ->
            Reply.json(
                200,
                KeyJson.write(administration.keys().compromise(kid, isSet(body, "and_sessions")))));
  }

  private static boolean isSet(RequestJson body, String name) {
    return body.optional(name).filter("true"::equals).isPresent();
  }

  private static String kid(RoutingContext context) {
    return Objects.requireNonNullElse(context.pathParam("kid"), "");
  }
}
