package signet.server.endpoint;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.server.audit.AuditEvent;
import signet.server.grant.Logout;
import signet.server.grant.RefreshGrant;
import signet.server.grant.RefreshOutcome;
import signet.server.grant.RefreshRequest;
import signet.server.session.Channel;
import signet.server.session.Presenter;
import signet.server.session.RefreshResult;

/**
 * {@code POST /session/refresh} and {@code POST /session/logout}: with the cookie, or with the
 * member {@code refresh_token} for native clients.
 */
final class RefreshEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(RefreshEndpoint.class);

  private final RequestBody bodies;
  private final Workers workers;
  private final RefreshGrant grant;
  private final Logout logout;
  private final RefreshCookie cookie;
  private final OriginGuard guard;
  private final ProofGate proofs;

  RefreshEndpoint(
      RequestBody bodies,
      Workers workers,
      RefreshGrant grant,
      Logout logout,
      RefreshCookie cookie,
      OriginGuard guard,
      ProofGate proofs) {
    this.bodies = bodies;
    this.workers = workers;
    this.grant = grant;
    this.logout = logout;
    this.cookie = cookie;
    this.guard = guard;
    this.proofs = proofs;
  }

  /** What the handlers need of a request, read on the event loop. */
  private record Incoming(
      Exchange exchange,
      PresentedCredentials credentials,
      OriginGuard.Provenance provenance,
      Optional<String> cookie,
      String address) {
    AuditEvent.Origin origin(String clientId) {
      return new AuditEvent.Origin("client " + clientId, address, exchange.correlationId());
    }
  }

  void refresh(RoutingContext context) {
    handle(context, this::refresh);
  }

  void logout(RoutingContext context) {
    handle(context, this::logout);
  }

  @FunctionalInterface
  private interface Handling {
    Reply answer(Incoming incoming, RequestJson json, PresentedToken presented);
  }

  private void handle(RoutingContext context, Handling handling) {
    Exchange exchange = Exchange.of(context);
    PresentedCredentials credentials = exchange.credentials();
    bodies
        .json(context.request())
        .onSuccess(
            body ->
                workers.answer(
                    context,
                    () -> {
                      Incoming incoming =
                          new Incoming(
                              exchange,
                              credentials,
                              OriginGuard.Provenance.of(context.request()),
                              cookie.read(context.request()),
                              exchange.clientAddress());
                      RequestJson json = RequestJson.parse(body);
                      return handling.answer(
                          incoming,
                          json,
                          PresentedToken.of(json, incoming.cookie(), guard, incoming.provenance()));
                    }))
        .onFailure(failure -> exchange.send(exchange.failure(failure)));
  }

  private Reply refresh(Incoming incoming, RequestJson json, PresentedToken presented) {
    RefreshOutcome outcome =
        grant.refresh(
            new RefreshRequest(
                presented.token(),
                new Presenter(
                    presented.clientId(),
                    presented.channel(),
                    proofs.provenKey(incoming.credentials())),
                json.optional("scope"),
                json.optional("resource"),
                incoming.origin(presented.clientId())));
    String word = log(outcome, incoming.exchange());
    return reply(outcome, incoming, presented.channel()).withOutcome(word);
  }

  private Reply reply(RefreshOutcome outcome, Incoming incoming, Channel channel) {
    if (outcome instanceof RefreshOutcome.Granted granted) {
      JsonObject body =
          TokenReply.body(granted.accessToken(), granted.scopes())
              .put("session_id", granted.session().sid());
      return channel == Channel.BROWSER
          ? cookie.handOut(
              Reply.json(200, body), granted.refreshToken(), granted.session().clientId())
          : Reply.json(200, body.put("refresh_token", granted.refreshToken()));
    }
    return refused(outcome, incoming.exchange(), channel);
  }

  private Reply refused(RefreshOutcome outcome, Exchange exchange, Channel channel) {
    Reply reply = Reply.problem(problem(outcome), "", exchange.correlationId());
    if (outcome instanceof RefreshOutcome.Limited limited) {
      return reply.withHeader("Retry-After", seconds(limited.retryAfter()));
    }
    boolean dead = outcome instanceof RefreshOutcome.Refused refused && refused.reason().isDead();
    return dead && channel == Channel.BROWSER ? cookie.clear(reply) : reply;
  }

  static String seconds(Duration duration) {
    return Long.toString(duration.plusMillis(999).toSeconds());
  }

  private static Problem problem(RefreshOutcome outcome) {
    if (outcome instanceof RefreshOutcome.Limited) {
      return Problem.RATE_LIMITED;
    }
    if (outcome instanceof RefreshOutcome.Invalid invalid) {
      return switch (invalid.problem()) {
        case CLIENT -> Problem.INVALID_CLIENT;
        case SCOPE -> Problem.INVALID_SCOPE;
        case TARGET -> Problem.INVALID_TARGET;
        case PROOF -> Problem.PROOF_NEEDED;
      };
    }
    return switch (((RefreshOutcome.Refused) outcome).reason()) {
      case INVALID, WRONG_CLIENT, ROLLED_BACK -> Problem.INVALID_REFRESH_TOKEN;
      case WRONG_KEY -> Problem.WRONG_KEY;
      case ENDED, STOLEN -> Problem.SESSION_ENDED;
      case SUPERSEDED -> Problem.SUPERSEDED;
    };
  }

  /** One line a refresh; what an operator must see is a warning. Gives the outcome's word. */
  static String log(RefreshOutcome outcome, Exchange exchange) {
    String word = "invalid";
    boolean alarm = false;
    if (outcome instanceof RefreshOutcome.Granted granted) {
      word = granted.row().name();
      alarm = granted.row().name().equals("ROLLED_BACK");
    } else if (outcome instanceof RefreshOutcome.Refused refused) {
      word = refused.reason().name();
      alarm =
          refused.reason() == RefreshResult.Reason.STOLEN
              || refused.reason() == RefreshResult.Reason.ROLLED_BACK;
    } else if (outcome instanceof RefreshOutcome.Limited) {
      word = "limited";
      alarm = true;
    }
    word = word.toLowerCase(Locale.ROOT).replace('_', '-');
    (alarm ? LOG.atWarn() : LOG.atInfo())
        .addKeyValue("outcome", word)
        .addKeyValue("correlation_id", exchange.correlationId())
        .log("refresh");
    return word;
  }

  private Reply logout(Incoming incoming, RequestJson json, PresentedToken presented) {
    Logout.Extent extent =
        switch (json.optional("scope").orElse("this")) {
          case "this" -> Logout.Extent.THIS;
          case "others" -> Logout.Extent.OTHERS;
          case "all" -> Logout.Extent.ALL;
          default -> throw ProblemException.of(Problem.INVALID_LOGOUT_SCOPE);
        };
    boolean known =
        logout.logout(
            presented.token(),
            presented.clientId(),
            presented.channel(),
            extent,
            incoming.origin(presented.clientId()));
    if (!known) {
      throw ProblemException.of(Problem.INVALID_REFRESH_TOKEN);
    }
    boolean dead = extent != Logout.Extent.OTHERS && presented.channel() == Channel.BROWSER;
    return dead ? cookie.clear(Reply.empty(204)) : Reply.empty(204);
  }
}
