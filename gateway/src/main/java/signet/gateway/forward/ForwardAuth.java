package signet.gateway.forward;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.bearer.Anonymous;
import signet.bearer.Authenticated;
import signet.bearer.Authentication;
import signet.bearer.BearerRequest;
import signet.bearer.Challenge;
import signet.bearer.Challenges;
import signet.bearer.dpop.DpopVerifier;
import signet.bearer.txn.TransactionToken;
import signet.gateway.access.Gate;
import signet.gateway.header.IdentityHeaders;
import signet.gateway.mint.TransactionTokensUnavailableException;
import signet.gateway.route.Access;
import signet.gateway.route.Route;
import signet.gateway.route.Routes;
import signet.runtime.address.AddressRange;
import signet.runtime.address.TrustedProxies;

/**
 * {@code /verify}: whether the request that another proxy has at hand may pass, by the same routes
 * and policies as through the gateway itself. 200 with who asks, in {@code X-Signet-*} and {@code
 * Txn-Token}; 401 or 403 with the challenge; 503 while it cannot be told. What cannot be told for
 * certain, and what has no route, is 403: those proxies make an error of any other status.
 *
 * <p>Whoever reaches it gets internal tokens, so it is to be served to listed addresses only.
 * Thread-safe.
 */
public final class ForwardAuth implements Handler<HttpServerRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(ForwardAuth.class);
  private static final String PROBLEM_JSON = "application/problem+json";
  private static final String SCHEME = "X-Forwarded-Proto";
  private static final String NOT_FOR_CERTAIN =
      "{\"type\":\"invalid-request\",\"title\":\"The request that is asked about cannot be told for"
          + " certain\",\"status\":403}";
  private static final String NO_ROUTE =
      "{\"type\":\"no-route\",\"title\":\"No route has this request\",\"status\":403}";
  private static final String NO_TOKENS =
      "{\"type\":\"not-ready\",\"title\":\"Transaction tokens cannot be made at this"
          + " moment\",\"status\":503}";

  private final Routes routes;
  private final Gate gate;
  private final TrustedProxies proxies;
  private final TrustedProxies peers;

  /**
   * An endpoint for those routes.
   *
   * @param proxies that stand before the one that asks, and may say where a request came from
   * @param peers whose {@code Txn-Token} is continued
   */
  public ForwardAuth(Routes routes, Gate gate, TrustedProxies proxies, TrustedProxies peers) {
    this.routes = routes;
    this.gate = gate;
    this.proxies = proxies;
    this.peers = peers;
  }

  @Override
  public void handle(HttpServerRequest request) {
    Optional<OriginalRequest> original = OriginalRequest.of(request.headers());
    if (original.isEmpty()) {
      answer(request.response(), 403, NOT_FOR_CERTAIN);
      return;
    }
    OriginalRequest asked = original.get();
    Route route = routes.find(asked.host(), asked.method(), asked.target().routedPath());
    if (route == null) {
      answer(request.response(), 403, NO_ROUTE);
    } else if (route.access() == Access.PUBLIC) {
      pass(request.response());
    } else {
      judge(request, asked, route);
    }
  }

  private void judge(HttpServerRequest request, OriginalRequest asked, Route route) {
    List<String> authorization = request.headers().getAll("Authorization");
    BearerRequest presented =
        BearerRequest.of(authorization)
            .withProof(
                request.headers().getAll(DpopVerifier.HEADER), asked.method(), url(request, asked));
    Context home = Objects.requireNonNull(Vertx.currentContext());
    gate.judge(
        route,
        presented,
        task -> home.runOnContext(ignored -> task.run()),
        outcome -> settle(request, route, presented, outcome));
  }

  /** As its client sees it: a proof of possession names it. */
  private static String url(HttpServerRequest request, OriginalRequest asked) {
    List<String> schemes = request.headers().getAll(SCHEME);
    boolean plain = schemes.size() == 1 && schemes.get(0).equals("http");
    return (plain ? "http://" : "https://") + asked.host() + asked.target().path();
  }

  private void settle(
      HttpServerRequest request, Route route, BearerRequest presented, Authentication outcome) {
    if (outcome instanceof Challenge challenge) {
      refuse(request.response(), challenge);
    } else if (outcome instanceof Authenticated who) {
      passAs(request, route, presented, who);
    } else if (outcome instanceof Anonymous) {
      pass(request.response());
    }
  }

  private void passAs(
      HttpServerRequest request, Route route, BearerRequest presented, Authenticated who) {
    HttpServerResponse response = request.response();
    try {
      String client = clientAddress(request);
      gate.mint(route, who, presented.token().orElseThrow(), client, incoming(request, client))
          .ifPresent(minted -> response.putHeader(TransactionToken.HEADER, minted.compact()));
    } catch (TransactionTokensUnavailableException e) {
      LOG.warn("a request was answered with 503: {}", e.getMessage());
      response.putHeader("Retry-After", Long.toString(Challenges.RETRY_AFTER.toSeconds()));
      answer(response, 503, NO_TOKENS);
      return;
    }
    IdentityHeaders.of(who).forEach(response::putHeader);
    pass(response);
  }

  /**
   * The last hop is what the asking proxy has seen itself; of those before it only the word of
   * listed proxies counts.
   */
  private String clientAddress(HttpServerRequest request) {
    List<String> hops = new ArrayList<>();
    for (String value : request.headers().getAll(proxies.header())) {
      hops.addAll(List.of(value.split(",", -1)));
    }
    String peer = request.remoteAddress().hostAddress();
    if (hops.isEmpty()) {
      return peer;
    }
    TrustedProxies asking = new TrustedProxies(List.of(peerRange(peer)), proxies.header());
    String seen = asking.addressOf(peer, hops.subList(hops.size() - 1, hops.size()));
    return proxies.addressOf(seen, hops.subList(0, hops.size() - 1));
  }

  private static AddressRange peerRange(String peer) {
    return AddressRange.parse(peer);
  }

  private Optional<String> incoming(HttpServerRequest request, String client) {
    List<String> sent = request.headers().getAll(TransactionToken.HEADER);
    return sent.size() == 1 && peers.isTrusted(client)
        ? Optional.of(sent.get(0))
        : Optional.empty();
  }

  private static void refuse(HttpServerResponse response, Challenge challenge) {
    challenge.headers().forEach(header -> response.putHeader(header.name(), header.value()));
    // Of 400 those proxies make an error of their own; 403 they hand to the client.
    int status = challenge.status() == 400 ? 403 : challenge.status();
    answer(response, status, challenge.problem());
  }

  private static void pass(HttpServerResponse response) {
    response.putHeader("Cache-Control", "no-store").end();
  }

  private static void answer(HttpServerResponse response, int status, String problem) {
    response
        .setStatusCode(status)
        .putHeader("Content-Type", PROBLEM_JSON)
        .putHeader("Cache-Control", "no-store")
        .end(problem);
  }
}
