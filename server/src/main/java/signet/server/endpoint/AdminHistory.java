package signet.server.endpoint;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import signet.server.admin.HistoryAdministration;

/** {@code GET /admin/history}: keys, revocations and ended sessions, page by page. */
final class AdminHistory {
  private final AdminEndpoint admin;

  AdminHistory(AdminEndpoint admin) {
    this.admin = admin;
  }

  void list(RoutingContext context) {
    Optional<String> after = AdminEndpoint.parameter(context, "after");
    Optional<String> limit = AdminEndpoint.parameter(context, "limit");
    admin.answer(
        context,
        administration -> {
          HistoryAdministration.Page page =
              administration.history().page(after, AdminEndpoint.limit(limit));
          JsonArray lines = new JsonArray();
          page.lines().forEach(line -> lines.add(new JsonObject(line)));
          JsonObject body = new JsonObject().put("lines", lines);
          page.next().ifPresent(next -> body.put("next", next));
          return Reply.json(200, body);
        });
  }
}
