package signet.server.endpoint;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import signet.server.admin.SessionJson;
import signet.server.audit.AuditEvent;
import signet.server.grant.AdminAccess.Decision;
import signet.server.grant.Logout;
import signet.server.session.Session;

/**
 * {@code GET /session/list} and {@code DELETE /session/{id}}: a user's own sessions, for an access
 * token made for this server.
 */
final class SessionEndpoint {
  private final Workers workers;
  private final Logout logout;
  private final BearerGate gate;

  SessionEndpoint(Workers workers, Logout logout, BearerGate gate) {
    this.workers = workers;
    this.logout = logout;
    this.gate = gate;
  }

  void list(RoutingContext context) {
    PresentedCredentials credentials = Exchange.of(context).credentials();
    workers.answer(
        context,
        () -> {
          Decision.Admitted user = gate.admitUser(credentials);
          JsonArray array = new JsonArray();
          for (Session session : logout.list(user.subject())) {
            array.add(SessionJson.write(session).put("current", session.sid().equals(user.sid())));
          }
          return Reply.json(200, new JsonObject().put("sessions", array));
        });
  }

  void end(RoutingContext context) {
    PresentedCredentials credentials = Exchange.of(context).credentials();
    String sid = Objects.requireNonNullElse(context.pathParam("sid"), "");
    String address = Exchange.of(context).clientAddress();
    String correlationId = Exchange.of(context).correlationId();
    workers.answer(
        context,
        () -> {
          String user = gate.admitUser(credentials).subject();
          // Another user's session is the same as none.
          if (!logout.end(user, sid, new AuditEvent.Origin(user, address, correlationId))) {
            throw ProblemException.of(Problem.NOT_FOUND);
          }
          return Reply.empty(204);
        });
  }
}
