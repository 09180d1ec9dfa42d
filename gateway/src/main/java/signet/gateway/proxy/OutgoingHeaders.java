package signet.gateway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import signet.bearer.Authenticated;
import signet.gateway.header.IdentityHeaders;
import signet.gateway.header.RefreshCookies;
import signet.gateway.header.RequestHeaders;
import signet.gateway.header.ResponseHeaders;
import signet.gateway.route.Propagation;

/** Writes the headers of a request to a service, and of an answer to a client. */
final class OutgoingHeaders {
  private OutgoingHeaders() {}

  /** What the client sent and may pass, and after that what the gateway says. */
  static void write(Setup setup, Exchange exchange, MultiMap out) {
    HttpServerRequest request = exchange.request();
    RequestHeaders rules = setup.requestHeaders();
    for (Map.Entry<String, String> header : request.headers()) {
      String name = header.getKey();
      if (rules.passes(name)
          && !exchange.listed.contains(name)
          && !name.startsWith(":")
          && !(exchange.webSocket && isHandshake(name))) {
        out.add(name, header.getValue());
      } else if (name.equalsIgnoreCase("cookie")) {
        String rest = RefreshCookies.without(header.getValue());
        if (rest != null) {
          out.add(name, rest);
        }
      }
    }
    if (exchange.route().forwardAuthorization() && !exchange.subprotocolToken) {
      copy(request, out, "authorization");
      copy(request, out, "dpop");
    }
    writeSource(exchange, out);
    writeIdentity(exchange, out);
  }

  /** The handshake with a service is one of its own. */
  private static boolean isHandshake(String name) {
    return name.regionMatches(true, 0, "sec-websocket-", 0, "sec-websocket-".length());
  }

  private static void copy(HttpServerRequest request, MultiMap out, String name) {
    List<String> values = request.headers().getAll(name);
    if (!values.isEmpty()) {
      out.add(name, values);
    }
  }

  private static void writeSource(Exchange exchange, MultiMap out) {
    String hops = exchange.peer;
    if (!exchange.clientAddress.equals(exchange.peer)) {
      hops = exchange.clientAddress + ", " + exchange.peer;
    }
    out.set("X-Forwarded-For", hops);
    out.set("X-Forwarded-Proto", exchange.scheme);
    out.set("X-Forwarded-Host", exchange.host);
  }

  private static void writeIdentity(Exchange exchange, MultiMap out) {
    if (exchange.transactionToken != null) {
      out.set("Txn-Token", exchange.transactionToken.compact());
    }
    Authenticated who = exchange.who;
    if (who != null && exchange.route().propagation() == Propagation.HEADERS) {
      IdentityHeaders.of(who).forEach(out::set);
    }
  }

  /** What the service answered and may pass. */
  static void writeAnswer(MultiMap from, MultiMap out) {
    List<String> connection = from.getAll("connection");
    Set<String> listed = connection.isEmpty() ? Set.of() : RequestHeaders.listed(connection);
    for (Map.Entry<String, String> header : from) {
      String name = header.getKey();
      if (ResponseHeaders.passes(name)) {
        if (!listed.contains(name)) {
          out.add(name, header.getValue());
        }
      } else if (name.equalsIgnoreCase("set-cookie") && !RefreshCookies.isSet(header.getValue())) {
        out.add(name, header.getValue());
      }
    }
  }

  /** The trailers of an answer that may pass. */
  static void writeTrailers(Setup setup, MultiMap from, MultiMap out) {
    for (Map.Entry<String, String> trailer : from) {
      if (setup.trailers().passes(trailer.getKey())) {
        out.add(trailer.getKey(), trailer.getValue());
      }
    }
  }
}
