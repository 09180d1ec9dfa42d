package signet.server.endpoint;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signet.bearer.dpop.DpopVerifier;
import signet.server.client.Client;
import signet.server.client.ClientRegistry;

/** Keeps pages of other origins away from the cookie, and lets the listed ones read answers. */
final class OriginGuard {
  private static final String ORIGIN = "Origin";

  private final String own;
  private final ClientRegistry clients;

  OriginGuard(Issuer issuer, ClientRegistry clients) {
    this.own = issuer.origin();
    this.clients = clients;
  }

  /** What a request says about where it comes from. */
  record Provenance(@Nullable String origin, @Nullable String fetchSite, boolean hasCookie) {
    static Provenance of(HttpServerRequest request) {
      return new Provenance(
          request.getHeader(ORIGIN),
          request.getHeader("Sec-Fetch-Site"),
          request.headers().contains("Cookie"));
    }
  }

  /**
   * Lets pass what our own pages send, pages of the client's origins, and programs without cookies.
   *
   * @throws ProblemException for everything else
   */
  void check(Provenance from, String clientId) {
    // Pages cannot set this header (Fetch Metadata Request Headers §2).
    if ("same-origin".equals(from.fetchSite())) {
      return;
    }
    boolean allowed =
        from.origin() == null
            ? !from.hasCookie()
            : from.origin().equals(own) || isListed(from.origin(), clients.find(clientId));
    if (!allowed) {
      throw ProblemException.of(Problem.ORIGIN_REFUSED);
    }
  }

  private static boolean isListed(String origin, Optional<Client> client) {
    return client.filter(c -> c.allowedOrigins().contains(origin)).isPresent();
  }

  /** Answers a preflight of a listed origin; true if it was one. Names exact origins alone. */
  boolean shareWith(RoutingContext context, String methods) {
    String origin = context.request().getHeader(ORIGIN);
    HttpServerResponse response = context.response();
    response.putHeader("Vary", ORIGIN);
    if (origin == null || !clients.hasOrigin(origin)) {
      return false;
    }
    response.putHeader("Access-Control-Allow-Origin", origin);
    response.putHeader("Access-Control-Allow-Credentials", "true");
    response.putHeader("Access-Control-Expose-Headers", DpopVerifier.NONCE_HEADER);
    if (!context.request().method().equals(HttpMethod.OPTIONS)) {
      return false;
    }
    response.putHeader("Access-Control-Allow-Methods", methods);
    response.putHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, DPoP");
    Exchange.of(context).send(Reply.empty(204));
    return true;
  }
}
