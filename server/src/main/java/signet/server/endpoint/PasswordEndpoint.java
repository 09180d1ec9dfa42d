package signet.server.endpoint;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import signet.server.audit.AuditEvent;
import signet.server.grant.AdminAccess.Decision;
import signet.server.grant.PasswordChange;
import signet.server.grant.PasswordChange.Outcome;
import signet.server.grant.PasswordChange.Owner;
import signet.server.password.Password;

/**
 * {@code POST /session/password}: another password, for who shows an own access token or a refresh
 * token, and knows the old password.
 */
final class PasswordEndpoint {
  private final RequestBody bodies;
  private final Workers workers;
  private final PasswordChange change;
  private final BearerGate gate;
  private final RefreshCookie cookie;
  private final OriginGuard guard;

  PasswordEndpoint(
      RequestBody bodies,
      Workers workers,
      PasswordChange change,
      BearerGate gate,
      RefreshCookie cookie,
      OriginGuard guard) {
    this.bodies = bodies;
    this.workers = workers;
    this.change = change;
    this.gate = gate;
    this.cookie = cookie;
    this.guard = guard;
  }

  void handle(RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    PresentedCredentials credentials = Exchange.of(context).credentials();
    OriginGuard.Provenance provenance = OriginGuard.Provenance.of(context.request());
    bodies
        .json(context.request())
        .onSuccess(
            body ->
                workers.answer(
                    context,
                    () -> {
                      RequestJson json = RequestJson.parse(body);
                      Owner owner =
                          credentials.authorization().isEmpty()
                              ? ofRefreshToken(json, cookie.read(context.request()), provenance)
                              : ofAccessToken(credentials);
                      return answer(exchange, json, owner);
                    }))
        .onFailure(failure -> exchange.send(exchange.failure(failure)));
  }

  private Owner ofAccessToken(PresentedCredentials credentials) {
    Decision.Admitted user = gate.admitUser(credentials);
    return new Owner(user.subject(), user.sid());
  }

  private Owner ofRefreshToken(
      RequestJson json, Optional<String> inCookie, OriginGuard.Provenance provenance) {
    PresentedToken presented = PresentedToken.of(json, inCookie, guard, provenance);
    return change
        .owner(presented.token(), presented.clientId(), presented.channel())
        .orElseThrow(() -> ProblemException.of(Problem.INVALID_REFRESH_TOKEN));
  }

  private Reply answer(Exchange exchange, RequestJson json, Owner owner) {
    Password current = Password.presented(json.required("current_password"));
    String replacement = json.required("new_password");
    AuditEvent.Origin origin =
        new AuditEvent.Origin(owner.userId(), exchange.clientAddress(), exchange.correlationId());
    Outcome outcome = change.change(owner, current, replacement, origin);
    if (outcome instanceof Outcome.Limited limited) {
      throw ProblemException.of(Problem.RATE_LIMITED)
          .withHeader("Retry-After", RefreshEndpoint.seconds(limited.retryAfter()));
    }
    if (outcome instanceof Outcome.Refused) {
      throw ProblemException.of(Problem.INVALID_CREDENTIALS);
    }
    return Reply.empty(204);
  }
}
