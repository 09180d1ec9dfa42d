package signet.server.endpoint;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.server.admin.UserAdministration;
import signet.server.admin.UserJson;
import signet.server.user.User;

/** {@code /admin/users}. */
final class AdminUsers {
  private static final Logger LOG = LoggerFactory.getLogger(AdminUsers.class);

  private final AdminEndpoint admin;

  AdminUsers(AdminEndpoint admin) {
    this.admin = admin;
  }

  void list(RoutingContext context) {
    Optional<String> after = AdminEndpoint.parameter(context, "after");
    Optional<String> limit = AdminEndpoint.parameter(context, "limit");
    admin.answer(
        context,
        (administration, by) -> {
          int most = AdminEndpoint.limit(limit);
          return Reply.json(200, page(administration.users().list(after, most), most));
        });
  }

  private static JsonObject page(List<User> users, int limit) {
    JsonArray array = new JsonArray();
    users.forEach(user -> array.add(UserJson.write(user)));
    JsonObject page = new JsonObject().put("users", array);
    if (users.size() == limit) {
      page.put("next", users.getLast().name());
    }
    return page;
  }

  void add(RoutingContext context) {
    String correlationId = Exchange.of(context).correlationId();
    admin.answerBody(
        context,
        (administration, by, body) -> add(administration.users(), by, body, correlationId));
  }

  private static Reply add(
      UserAdministration users, String by, RequestJson body, String correlationId) {
    String name = body.required("name");
    String password = body.required("password");
    Set<String> roles = new TreeSet<>(body.strings("roles"));
    User user = users.add(name, password, roles);
    LOG.atInfo()
        .addKeyValue("by", by)
        .addKeyValue("sub", user.id())
        .addKeyValue("roles", user.roles())
        .addKeyValue("correlation_id", correlationId)
        .log("user added");
    return Reply.json(201, UserJson.write(user));
  }
}
