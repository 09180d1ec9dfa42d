package signet.server.endpoint;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.server.client.Client;
import signet.server.client.PresentedClient;
import signet.server.grant.LoginGrant;
import signet.server.grant.LoginOutcome;
import signet.server.grant.LoginRequest;
import signet.server.password.Password;
import signet.server.session.Channel;
import signet.server.session.Device;

/** {@code POST /session/login}: user name and password for an access token. */
final class LoginEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(LoginEndpoint.class);

  private final RequestBody bodies;
  private final Workers workers;
  private final LoginGrant grant;
  private final RefreshCookie cookie;
  private final OriginGuard guard;
  private final ProofGate proofs;

  LoginEndpoint(
      RequestBody bodies,
      Workers workers,
      LoginGrant grant,
      RefreshCookie cookie,
      OriginGuard guard,
      ProofGate proofs) {
    this.bodies = bodies;
    this.workers = workers;
    this.grant = grant;
    this.cookie = cookie;
    this.guard = guard;
    this.proofs = proofs;
  }

  void handle(RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    Device device = device(context);
    OriginGuard.Provenance provenance = OriginGuard.Provenance.of(context.request());
    PresentedCredentials credentials = exchange.credentials();
    bodies
        .json(context.request())
        .onSuccess(
            body ->
                workers.answer(
                    context,
                    () ->
                        answer(
                            exchange,
                            parse(
                                body, device, exchange.correlationId(), credentials, provenance))))
        .onFailure(failure -> exchange.send(exchange.failure(failure)));
  }

  private static Device device(RoutingContext context) {
    String userAgent = context.request().getHeader("User-Agent");
    return new Device(Exchange.of(context).clientAddress(), userAgent == null ? "" : userAgent);
  }

  private Reply answer(Exchange exchange, LoginRequest request) {
    Device device = request.device();
    LoginOutcome outcome = grant.login(request);
    if (outcome instanceof LoginOutcome.Granted granted) {
      LOG.atInfo()
          .addKeyValue("sub", granted.subject())
          .addKeyValue("sid", granted.sid())
          .addKeyValue("jti", granted.accessToken().jti())
          .addKeyValue("client_addr", device.address())
          .addKeyValue("correlation_id", exchange.correlationId())
          .log("login granted");
      return granted(granted, request.clientId());
    }
    Problem problem =
        outcome instanceof LoginOutcome.Refused refused
            ? problem(refused.reason())
            : Problem.RATE_LIMITED;
    LOG.atInfo()
        .addKeyValue("reason", problem.word())
        .addKeyValue("client_addr", device.address())
        .addKeyValue("correlation_id", exchange.correlationId())
        .log("login refused");
    Reply reply = Reply.problem(problem, "", exchange.correlationId());
    return outcome instanceof LoginOutcome.Limited limited
        ? reply.withHeader("Retry-After", RefreshEndpoint.seconds(limited.retryAfter()))
        : reply;
  }

  private LoginRequest parse(
      byte[] body,
      Device device,
      String correlationId,
      PresentedCredentials credentials,
      OriginGuard.Provenance provenance) {
    List<String> authorization = credentials.authorization();
    RequestJson json = RequestJson.parse(body);
    String clientId = json.optional("client_id").orElse(Client.DEFAULT_ID);
    // Another site could otherwise log a browser in as somebody else.
    guard.check(provenance, clientId);
    if (authorization.size() > 1) {
      throw ProblemException.of(Problem.INVALID_REQUEST, "more than one Authorization header");
    }
    return new LoginRequest(
        json.required("username"),
        Password.presented(json.required("password")),
        clientId,
        new PresentedClient(
            authorization.stream().findFirst(),
            Optional.of(clientId),
            json.optional("client_secret"),
            json.optional("client_assertion_type"),
            json.optional("client_assertion")),
        json.optional("scope"),
        json.optional("resource"),
        proofs.provenKey(credentials),
        device,
        correlationId);
  }

  /** The members of RFC 6749 §5.1, and the session. */
  private Reply granted(LoginOutcome.Granted granted, String clientId) {
    JsonObject body =
        TokenReply.body(granted.accessToken(), granted.scopes()).put("session_id", granted.sid());
    return granted.channel() == Channel.BROWSER
        ? cookie.handOut(Reply.json(200, body), granted.refreshToken(), clientId)
        : Reply.json(200, body.put("refresh_token", granted.refreshToken()));
  }

  private static Problem problem(LoginOutcome.Reason reason) {
    return switch (reason) {
      case INVALID_CREDENTIALS -> Problem.INVALID_CREDENTIALS;
      case INVALID_CLIENT -> Problem.INVALID_CLIENT;
      case INVALID_SCOPE -> Problem.INVALID_SCOPE;
      case INVALID_TARGET -> Problem.INVALID_TARGET;
      case PROOF_NEEDED -> Problem.PROOF_NEEDED;
    };
  }
}
