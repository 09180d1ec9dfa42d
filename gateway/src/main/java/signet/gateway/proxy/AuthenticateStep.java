package signet.gateway.proxy;

import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import signet.bearer.Authentication;
import signet.bearer.BearerRequest;
import signet.gateway.route.Access;

/**
 * Verifies the access token against the route's policy. Only a request whose key is not here yet is
 * waited for, elsewhere.
 */
final class AuthenticateStep implements Step {
  private static final String PROTOCOLS = "sec-websocket-protocol";

  /** What a browser offers beside the token, since it can set no header of a WebSocket. */
  static final String TOKEN_PROTOCOL = "signet.bearer";

  private final Setup setup;

  AuthenticateStep(Setup setup) {
    this.setup = setup;
  }

  @Override
  public Progress take(Exchange exchange) {
    List<String> credentials = exchange.request().headers().getAll("authorization");
    if (exchange.webSocket) {
      credentials = withOffered(exchange, credentials);
    }
    if (exchange.route().access() == Access.PUBLIC) {
      return Progress.NEXT;
    }
    BearerRequest bearer = withProof(exchange, BearerRequest.of(credentials));
    boolean[] here = {true};
    setup
        .gate()
        .judge(
            exchange.route(),
            bearer,
            exchange.loop()::execute,
            outcome -> judged(exchange, bearer, outcome, here[0]));
    here[0] = false;
    return exchange.outcome == null ? Progress.LATER : Progress.NEXT;
  }

  private static void judged(
      Exchange exchange, BearerRequest bearer, Authentication outcome, boolean here) {
    exchange.outcome = outcome;
    exchange.accessToken = bearer.token().orElse(null);
    if (!here) {
      exchange.proceed();
    }
  }

  /** RFC 9449 §4.3: a proof is for the address that the client used. */
  private static BearerRequest withProof(Exchange exchange, BearerRequest bearer) {
    HttpServerRequest request = exchange.request();
    return bearer.withProof(
        request.headers().getAll("dpop"),
        request.method().name(),
        exchange.scheme + "://" + exchange.host + exchange.target().path());
  }

  /** Takes the token out of the subprotocols; two tokens are for the authenticator to refuse. */
  private static List<String> withOffered(Exchange exchange, List<String> credentials) {
    List<String> offered = new ArrayList<>();
    for (String value : exchange.request().headers().getAll(PROTOCOLS)) {
      Arrays.stream(value.split(",", -1)).map(String::strip).forEach(offered::add);
    }
    int at = offered.indexOf(TOKEN_PROTOCOL);
    List<String> all = new ArrayList<>(credentials);
    if (at >= 0) {
      exchange.subprotocolToken = true;
      offered.remove(at);
      all.add("Bearer " + (at < offered.size() ? offered.remove(at) : ""));
    }
    exchange.subprotocols = offered;
    return all;
  }
}
