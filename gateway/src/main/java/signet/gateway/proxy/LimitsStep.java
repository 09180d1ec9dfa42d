package signet.gateway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import signet.gateway.header.PlainFields;
import signet.gateway.route.MethodName;
import signet.gateway.route.RequestTarget;
import signet.gateway.route.Route;

/**
 * What is refused whoever asks: too much at once, what has no route, what two servers would read in
 * two ways, a body that says to be too large.
 */
final class LimitsStep implements Step {
  private final Setup setup;

  LimitsStep(Setup setup) {
    this.setup = setup;
  }

  @Override
  public Progress take(Exchange exchange) {
    Problem problem = problem(exchange);
    if (problem != null) {
      exchange.refuse(problem);
      return Progress.ANSWERED;
    }
    return Progress.NEXT;
  }

  private @Nullable Problem problem(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    exchange.hasBody = hasBody(exchange);
    if (exchange.hasBody) {
      request.pause();
    }
    if (exchange.loop().inFlight().get() > setup.config().limits().requestsInFlight()) {
      return Problem.BUSY;
    }
    if (request.version() == HttpVersion.HTTP_1_0) {
      return Problem.VERSION_REFUSED;
    }
    if (exchange.isHttp2() && !isPlain(request.headers())) {
      return Problem.BAD_REQUEST;
    }
    HttpMethod method = request.method();
    if (!MethodName.isValid(method.name())) {
      return Problem.BAD_REQUEST;
    }
    if (method.equals(HttpMethod.CONNECT) || method.equals(HttpMethod.TRACE)) {
      return Problem.METHOD_REFUSED;
    }
    RequestTarget target = RequestTarget.parse(request.uri());
    String host = host(request, exchange.isHttp2());
    if (target == null || host == null) {
      return Problem.BAD_REQUEST;
    }
    exchange.target = target;
    exchange.host = host;
    Route route = setup.routes().find(host, method.name(), target.routedPath());
    if (route == null) {
      return Problem.NO_ROUTE;
    }
    exchange.route = route;
    return bodyProblem(request, route);
  }

  private static boolean hasBody(Exchange exchange) {
    MultiMap headers = exchange.request().headers();
    String length = headers.get("content-length");
    if (length != null) {
      return !length.equals("0");
    }
    // A stream of HTTP/2 says only at its end whether it had a body.
    return exchange.isHttp2() || headers.contains("transfer-encoding");
  }

  private static @Nullable Problem bodyProblem(HttpServerRequest request, Route route) {
    String length = request.getHeader("content-length");
    if (length == null) {
      return null;
    }
    try {
      long bytes = Long.parseLong(length);
      return bytes < 0
          ? Problem.BAD_REQUEST
          : bytes > route.maxBodyBytes() ? Problem.BODY_TOO_LARGE : null;
    } catch (NumberFormatException e) {
      return Problem.BAD_REQUEST;
    }
  }

  /** The one host that is asked for, or null where there is none or are two. */
  private static @Nullable String host(HttpServerRequest request, boolean http2) {
    if (!http2) {
      // The framing guard has seen to it that there is one.
      return request.getHeader("host");
    }
    HostAndPort authority = request.authority();
    List<String> hosts = request.headers().getAll("host");
    if (authority == null || hosts.size() > 1) {
      return null;
    }
    String host = authority.toString();
    return hosts.isEmpty() || hosts.get(0).equalsIgnoreCase(host) ? host : null;
  }

  /** RFC 9113 §8.2: what HTTP/1.1 could not carry on, or would take for something else. */
  private static boolean isPlain(MultiMap headers) {
    int lengths = 0;
    for (Map.Entry<String, String> header : headers) {
      String name = header.getKey();
      if (!PlainFields.isPlainOrPseudo(name, header.getValue())) {
        return false;
      }
      switch (name) {
        case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade" -> {
          return false;
        }
        case "te" -> {
          if (!header.getValue().toLowerCase(Locale.ROOT).equals("trailers")) {
            return false;
          }
        }
        case "content-length" -> lengths++;
        default -> {
          // Nothing else is about the connection.
        }
      }
    }
    return lengths <= 1;
  }
}
