package signet.server.endpoint;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import signet.server.client.ClientRegistry;

/**
 * The cookie that holds a browser's refresh token: no script reads it, no other site sends it.
 *
 * <p>The issuer's scheme decides whether it is Secure and named {@code __Host-}, never the
 * connection, since TLS may end at a proxy.
 */
final class RefreshCookie {
  private final String name;
  private final String attributes;
  private final ClientRegistry clients;
  private final Duration idle;

  /** The cookie of that issuer; the browser forgets it when an idle session has ended. */
  RefreshCookie(Issuer issuer, ClientRegistry clients, Duration idle) {
    boolean secure = issuer.value().startsWith("https:");
    name = secure ? "__Host-signet_refresh" : "signet_refresh";
    attributes = "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
    this.clients = clients;
    this.idle = idle;
  }

  Reply handOut(Reply reply, String refreshToken, String clientId) {
    Duration itsIdle =
        clients.find(clientId).flatMap(client -> client.lifetimes().idle()).orElse(idle);
    return set(reply, refreshToken, itsIdle.toSeconds());
  }

  Reply clear(Reply reply) {
    return set(reply, "", 0);
  }

  private Reply set(Reply reply, String value, long seconds) {
    return reply.withHeader("Set-Cookie", name + "=" + value + "; Max-Age=" + seconds + attributes);
  }

  /**
   * What the browser sent, if anything.
   *
   * @throws ProblemException if it sent several, of which one may be another site's doing
   */
  Optional<String> read(HttpServerRequest request) {
    List<String> values = new ArrayList<>();
    for (String header : request.headers().getAll("Cookie")) {
      for (String pair : header.split(";", -1)) {
        String stripped = pair.strip();
        if (stripped.startsWith(name + "=")) {
          values.add(stripped.substring(name.length() + 1));
        }
      }
    }
    if (values.size() > 1) {
      throw ProblemException.of(Problem.INVALID_REQUEST, "more than one refresh cookie");
    }
    return values.stream().filter(value -> !value.isEmpty()).findFirst();
  }
}
