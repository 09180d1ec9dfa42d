package signet.server.endpoint;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import signet.server.admin.SessionJson;
import signet.server.session.Session;

/** {@code /admin/sessions}: everybody's sessions. */
final class AdminSessions {
  private final AdminEndpoint admin;

  AdminSessions(AdminEndpoint admin) {
    this.admin = admin;
  }

  void list(RoutingContext context) {
    Optional<String> user = AdminEndpoint.parameter(context, "user");
    Optional<String> after = AdminEndpoint.parameter(context, "after");
    Optional<String> limit = AdminEndpoint.parameter(context, "limit");
    admin.answer(
        context,
        administration -> {
          int most = AdminEndpoint.limit(limit);
          List<Session> sessions = administration.sessions().list(user, after, most);
          JsonArray array = new JsonArray();
          sessions.forEach(session -> array.add(SessionJson.write(session)));
          JsonObject page = new JsonObject().put("sessions", array);
          if (sessions.size() == most) {
            page.put("next", sessions.getLast().sid());
          }
          return Reply.json(200, page);
        });
  }

  void revoke(RoutingContext context) {
    String sid = Objects.requireNonNullElse(context.pathParam("sid"), "");
    admin.answer(
        context,
        administration -> {
          administration.sessions().revoke(sid);
          return Reply.empty(204);
        });
  }

  /** Whose must be said: nobody ends everybody's sessions by forgetting a parameter. */
  void revokeAll(RoutingContext context) {
    Optional<String> user = AdminEndpoint.parameter(context, "user");
    admin.answer(
        context,
        administration ->
            ended(
                administration
                    .sessions()
                    .revokeAll(
                        user.orElseThrow(
                            () ->
                                ProblemException.of(
                                    Problem.MISSING_FIELD, "\"user\" is missing")))));
  }

  void fence(RoutingContext context) {
    admin.answer(context, administration -> ended(administration.sessions().fence()));
  }

  private static Reply ended(int sessions) {
    return Reply.json(200, new JsonObject().put("ended", sessions));
  }
}
