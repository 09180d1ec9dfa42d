package signet.gateway.proxy;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import signet.gateway.header.RequestHeaders;
import signet.runtime.address.TrustedProxies;

/**
 * Finds out which headers end here, and from where the request came: from headers of listed proxies
 * alone. Nothing is copied yet: {@link ForwardStep} writes what {@link RequestHeaders} lets pass.
 */
final class StripStep implements Step {
  private final Setup setup;

  StripStep(Setup setup) {
    this.setup = setup;
  }

  @Override
  public Progress take(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    List<String> connection = request.headers().getAll("connection");
    exchange.listed = connection.isEmpty() ? Set.of() : RequestHeaders.listed(connection);
    exchange.webSocket = isWebSocket(exchange);
    if (exchange.webSocket && !mayOpen(exchange)) {
      exchange.refuse(Problem.BAD_REQUEST);
      return Progress.ANSWERED;
    }
    if (exchange.webSocket) {
      // Once it has ended it cannot be upgraded, and its token may have to wait for a key.
      request.pause();
    }
    exchange.peer = Objects.requireNonNullElse(request.remoteAddress().hostAddress(), "");
    exchange.scheme = request.isSSL() ? "https" : "http";
    TrustedProxies proxies = setup.proxies();
    exchange.clientAddress =
        proxies.addressOf(exchange.peer, request.headers().getAll(proxies.header()));
    if (proxies.isTrusted(exchange.peer)) {
      List<String> schemes = request.headers().getAll("x-forwarded-proto");
      if (schemes.size() == 1
          && (schemes.get(0).equals("https") || schemes.get(0).equals("http"))) {
        exchange.scheme = schemes.get(0);
      }
    }
    return Progress.NEXT;
  }

  /** Whether nothing speaks against the handshake, so that it cannot fail once it has begun. */
  private static boolean mayOpen(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    if (!Handshake.isSpoken(request.headers())) {
      // RFC 6455 §4.4
      request.response().putHeader("Sec-WebSocket-Version", Handshake.VERSION);
      return false;
    }
    // The bytes of a body would stand where frames are expected.
    return !exchange.hasBody && Handshake.hasKey(request.headers());
  }

  private static boolean isWebSocket(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    return !exchange.isHttp2()
        && !exchange.listed.isEmpty()
        && request.method().equals(HttpMethod.GET)
        && "websocket".equalsIgnoreCase(request.getHeader("upgrade"))
        && exchange.listed.contains("upgrade");
  }
}
