package signet.server.endpoint;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import signet.server.audit.AuditEvent;
import signet.server.grant.RefreshGrant;
import signet.server.grant.RefreshOutcome;
import signet.server.grant.RefreshRequest;
import signet.server.session.Channel;

/**
 * {@code POST /oauth2/token}: the grant {@code refresh_token} (RFC 6749 §6) for native clients,
 * which have no secret. Errors are those of §5.2, whatever was wrong.
 */
final class TokenEndpoint {
  private final RequestBody bodies;
  private final Workers workers;
  private final RefreshGrant grant;

  TokenEndpoint(RequestBody bodies, Workers workers, RefreshGrant grant) {
    this.bodies = bodies;
    this.workers = workers;
    this.grant = grant;
  }

  void handle(RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    if (context.request().headers().contains("Authorization")) {
      // RFC 6749 §5.2: a client that tried a scheme is told which ones there are; here is none.
      exchange.send(
          error(401, "invalid_client").withHeader("WWW-Authenticate", "Basic realm=\"signet\""));
      return;
    }
    AuditEvent.Origin origin =
        new AuditEvent.Origin(
            "client", context.request().remoteAddress().hostAddress(), exchange.correlationId());
    bodies
        .form(context.request())
        .onSuccess(body -> workers.answer(context, () -> answer(exchange, body, origin)))
        .onFailure(failure -> exchange.send(broken(exchange.failure(failure))));
  }

  /** What is wrong with a body is one error here; the rest of the reply stays as it is. */
  private static Reply broken(Reply problem) {
    Reply error = error(problem.status() < 500 ? 400 : problem.status(), "invalid_request");
    String connection = problem.headers().get(Reply.CONNECTION);
    return connection == null ? error : error.withHeader(Reply.CONNECTION, connection);
  }

  private Reply answer(Exchange exchange, byte[] body, AuditEvent.Origin origin) {
    Optional<Map<String, String>> parsed = FormParameters.parse(body);
    if (parsed.isEmpty()) {
      return error(400, "invalid_request");
    }
    Map<String, String> form = parsed.get();
    String grantType = form.getOrDefault("grant_type", "");
    if (grantType.isEmpty()) {
      return error(400, "invalid_request");
    }
    if (!grantType.equals("refresh_token")) {
      return error(400, "unsupported_grant_type");
    }
    Optional<String> token = Optional.ofNullable(form.get("refresh_token"));
    Optional<String> client = Optional.ofNullable(form.get("client_id"));
    if (token.isEmpty() || client.isEmpty()) {
      return error(400, "invalid_request");
    }
    RefreshOutcome outcome =
        grant.refresh(
            new RefreshRequest(
                token.get(),
                client.get(),
                Channel.NATIVE,
                Optional.ofNullable(form.get("scope")),
                Optional.ofNullable(form.get("resource")),
                origin));
    RefreshEndpoint.log(outcome, exchange);
    return render(outcome);
  }

  private static Reply render(RefreshOutcome outcome) {
    if (outcome instanceof RefreshOutcome.Granted granted) {
      return Reply.json(
          200,
          TokenReply.body(granted.accessToken(), granted.scopes())
              .put("refresh_token", granted.refreshToken()));
    }
    if (outcome instanceof RefreshOutcome.Limited limited) {
      return error(429, "slow_down")
          .withHeader("Retry-After", RefreshEndpoint.seconds(limited.retryAfter()));
    }
    if (outcome instanceof RefreshOutcome.Invalid invalid) {
      return switch (invalid.problem()) {
        case CLIENT -> error(400, "invalid_client");
        case SCOPE -> error(400, "invalid_scope");
        case TARGET -> error(400, "invalid_target");
      };
    }
    return error(400, "invalid_grant");
  }

  private static Reply error(int status, String word) {
    return Reply.json(status, new JsonObject().put("error", word));
  }
}
