package signet.server.endpoint;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code /admin/users/{id}/attributes}: what is known of a user beside the roles. */
final class AdminAttributes {
  private final AdminEndpoint admin;

  AdminAttributes(AdminEndpoint admin) {
    this.admin = admin;
  }

  void list(RoutingContext context) {
    String id = id(context);
    admin.answer(context, administration -> reply(administration.attributes().list(id)));
  }

  /** Members are set; those that are null are removed (RFC 7396). */
  void change(RoutingContext context) {
    String id = id(context);
    admin.answerBody(
        context,
        (administration, body) ->
            reply(administration.attributes().change(id, body.values(), body.nulls())));
  }

  private static Reply reply(Map<String, Object> attributes) {
    JsonObject json = new JsonObject();
    attributes.forEach(
        (name, value) ->
            json.put(name, value instanceof List<?> list ? new JsonArray(list) : value));
    return Reply.json(200, new JsonObject().put("attributes", json));
  }

  private static String id(RoutingContext context) {
    return Objects.requireNonNullElse(context.pathParam("id"), "");
  }
}
