package signet.server.endpoint;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import signet.server.audit.AuditEvent;
import signet.server.client.Client;
import signet.server.grant.SignUp;
import signet.server.grant.SignUp.Outcome;
import signet.server.user.User;

/** {@code POST /session/signup}: an account of one's own. There only where it is switched on. */
final class SignUpEndpoint {
  private final RequestBody bodies;
  private final Workers workers;
  private final SignUp signUp;
  private final OriginGuard guard;

  SignUpEndpoint(RequestBody bodies, Workers workers, SignUp signUp, OriginGuard guard) {
    this.bodies = bodies;
    this.workers = workers;
    this.signUp = signUp;
    this.guard = guard;
  }

  void handle(RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    OriginGuard.Provenance provenance = OriginGuard.Provenance.of(context.request());
    bodies
        .json(context.request())
        .onSuccess(body -> workers.answer(context, () -> answer(exchange, provenance, body)))
        .onFailure(failure -> exchange.send(exchange.failure(failure)));
  }

  private Reply answer(Exchange exchange, OriginGuard.Provenance provenance, byte[] body) {
    RequestJson json = RequestJson.parse(body);
    String clientId = json.optional("client_id").orElse(Client.DEFAULT_ID);
    guard.check(provenance, clientId);
    AuditEvent.Origin origin =
        new AuditEvent.Origin("sign-up", exchange.clientAddress(), exchange.correlationId());
    Outcome outcome = signUp.signUp(json.required("username"), json.required("password"), origin);
    if (outcome instanceof Outcome.Limited limited) {
      throw ProblemException.of(Problem.RATE_LIMITED)
          .withHeader("Retry-After", RefreshEndpoint.seconds(limited.retryAfter()));
    }
    User user = ((Outcome.Made) outcome).user();
    return Reply.json(201, new JsonObject().put("sub", user.id()).put("username", user.name()));
  }
}
