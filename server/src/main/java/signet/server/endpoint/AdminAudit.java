package signet.server.endpoint;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import signet.server.admin.AuditJson;
import signet.server.audit.AuditLog;
import signet.server.audit.AuditRecord;

/** {@code GET /admin/audit}: the record of events, the oldest first. */
final class AdminAudit {
  private final AdminEndpoint admin;

  AdminAudit(AdminEndpoint admin) {
    this.admin = admin;
  }

  void list(RoutingContext context) {
    Optional<String> after = AdminEndpoint.parameter(context, "after");
    Optional<String> since = AdminEndpoint.parameter(context, "since");
    Optional<String> limit = AdminEndpoint.parameter(context, "limit");
    Optional<String> user = AdminEndpoint.parameter(context, "user");
    Optional<String> event = AdminEndpoint.parameter(context, "event");
    admin.answer(
        context,
        administration -> {
          AuditLog.Query query =
              new AuditLog.Query(
                  after.map(AdminAudit::position),
                  since.map(AdminAudit::instant),
                  user,
                  event,
                  AdminEndpoint.limit(limit));
          return Reply.json(200, page(administration.audit().list(query), query.limit()));
        });
  }

  private static AuditRecord.Position position(String text) {
    return AuditRecord.Position.parse(text)
        .orElseThrow(() -> ProblemException.of(Problem.INVALID_PAGE, "\"after\" is no position"));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw ProblemException.of(
          Problem.INVALID_PAGE, "\"since\" must be a time such as 2026-01-31T12:00:00Z");
    }
  }

  private static JsonObject page(List<AuditRecord> events, int limit) {
    JsonArray array = new JsonArray();
    events.forEach(event -> array.add(AuditJson.write(event)));
    JsonObject page = new JsonObject().put("events", array);
    if (events.size() == limit) {
      page.put("next", events.getLast().position().text());
    }
    return page;
  }
}
