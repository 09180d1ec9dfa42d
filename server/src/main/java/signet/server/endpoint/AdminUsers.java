package signet.server.endpoint;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.server.account.RoleEdit;
import signet.server.admin.ImportResult;
import signet.server.admin.UserAdministration;
import signet.server.admin.UserJson;
import signet.server.user.User;

/** {@code /admin/users}, {@code /admin/users/{id}} and what can be done to a user below it. */
final class AdminUsers {
  private static final Logger LOG = LoggerFactory.getLogger(AdminUsers.class);

  private final AdminEndpoint admin;

  AdminUsers(AdminEndpoint admin) {
    this.admin = admin;
  }

  /** A page, or the one user whom the parameter {@code name} names. */
  void list(RoutingContext context) {
    Optional<String> name = AdminEndpoint.parameter(context, "name");
    Optional<String> after = AdminEndpoint.parameter(context, "after");
    Optional<String> limit = AdminEndpoint.parameter(context, "limit");
    admin.answer(
        context,
        administration -> {
          UserAdministration users = administration.users();
          if (name.isPresent()) {
            // One at most, so never a full page.
            return Reply.json(200, page(users.find(name.get()).stream().toList(), 2));
          }
          int most = AdminEndpoint.limit(limit);
          return Reply.json(200, page(users.list(after, most), most));
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
        (administration, body) -> {
          String name = body.required("name");
          String password = body.required("password");
          Set<String> roles = new TreeSet<>(body.strings("roles"));
          User user = administration.users().add(name, password, roles);
          log("user added", user, correlationId);
          return Reply.json(201, UserJson.write(user));
        });
  }

  private static void log(String what, User user, String correlationId) {
    LOG.atInfo()
        .addKeyValue("sub", user.id())
        .addKeyValue("roles", user.roles())
        .addKeyValue("correlation_id", correlationId)
        .log(what);
  }

  void get(RoutingContext context) {
    String id = id(context);
    admin.answer(
        context, administration -> Reply.json(200, UserJson.write(administration.users().get(id))));
  }

  /**
   * Members that are there are changed: {@code add_roles}, {@code remove_roles}, {@code status}.
   */
  void edit(RoutingContext context) {
    String id = id(context);
    String correlationId = Exchange.of(context).correlationId();
    admin.answerBody(
        context,
        (administration, body) -> {
          RoleEdit roles =
              new RoleEdit(
                  Set.copyOf(body.strings("add_roles")), Set.copyOf(body.strings("remove_roles")));
          Optional<Boolean> enabled = body.optional("status").map(AdminUsers::enabled);
          UserAdministration users = administration.users();
          User user = users.editRoles(id, roles);
          if (enabled.isPresent()) {
            user = users.setEnabled(id, enabled.get());
          }
          log("user changed", user, correlationId);
          return Reply.json(200, UserJson.write(user));
        });
  }

  private static boolean enabled(String status) {
    return switch (status) {
      case "enabled" -> true;
      case "disabled" -> false;
      default ->
          throw ProblemException.of(
              Problem.INVALID_FIELD, "\"status\" must be enabled or disabled");
    };
  }

  void resetPassword(RoutingContext context) {
    String id = id(context);
    admin.answerBody(
        context,
        (administration, body) -> {
          administration.users().resetPassword(id, body.required("password"));
          return Reply.empty(204);
        });
  }

  /** Lines of JSON in {@code lines}; {@code mode} is {@code import} or {@code dry-run}. */
  void importLines(RoutingContext context) {
    admin.answerBody(
        context,
        (administration, body) -> {
          boolean dryRun = body.optional("mode").filter("dry-run"::equals).isPresent();
          JsonArray results = new JsonArray();
          for (ImportResult result :
              administration.users().importLines(body.strings("lines"), dryRun)) {
            JsonObject json = new JsonObject().put("outcome", result.outcome().word());
            results.add(result.problem().isEmpty() ? json : json.put("problem", result.problem()));
          }
          return Reply.json(200, new JsonObject().put("results", results));
        });
  }

  private static String id(RoutingContext context) {
    return Objects.requireNonNullElse(context.pathParam("id"), "");
  }
}
