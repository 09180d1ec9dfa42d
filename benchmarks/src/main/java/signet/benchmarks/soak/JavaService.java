package signet.benchmarks.soak;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Function;
import signet.bearer.Authenticated;
import signet.bearer.Authentication;
import signet.bearer.BearerAuthenticator;
import signet.bearer.BearerRequest;
import signet.bearer.Challenge;
import signet.bearer.ClientCredentials;
import signet.bearer.RoutePolicy;
import signet.bearer.TransactionAuthenticator;
import signet.bearer.health.ServiceHealth;
import signet.bearer.revocation.RevocationFeed;
import signet.bearer.txn.TransactionToken;
import signet.bearer.txn.TransactionTokenVerifier;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jwt.JwtVerifier;

/**
 * A service as a team would write it, in a process of its own: {@code /orders} and {@code /strict}
 * for access tokens, {@code /java} and below for what comes through the gateway. Settings are in
 * the environment, since arguments are for everybody to see.
 */
final class JavaService {
  private JavaService() {}

  /** Serves until it is killed. */
  static void serve() throws IOException {
    String issuer = setting("ISSUER");
    URI servers = URI.create(setting("SERVERS"));
    RemoteJwkSet keys = RemoteJwkSet.builder(servers.resolve("/.well-known/jwks.json")).build();
    JwtVerifier.Builder verifier = JwtVerifier.accessToken(issuer, issuer).keys(keys);
    HttpServer http =
        HttpServer.create(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(setting("PORT"))),
            0);
    BearerAuthenticator.Builder authenticator;
    if (setting("CLIENT_ID").isEmpty()) {
      authenticator = BearerAuthenticator.builder(verifier.build(), "orders");
      authenticator.freshness(() -> true);
      http.createContext("/health", exchange -> answer(exchange, 200, "{}"));
    } else {
      RevocationFeed feed = feed(servers, keys);
      authenticator =
          BearerAuthenticator.builder(verifier.revocation(feed).build(), "orders")
              .freshness(feed::isFresh);
      http.createContext("/health", exchange -> health(exchange, ServiceHealth.of(keys, feed)));
    }
    serve(http, authenticator.build());
  }

  private static void serve(HttpServer http, BearerAuthenticator bearer) {
    RemoteJwkSet gatewayKeys =
        RemoteJwkSet.builder(URI.create(setting("GATEWAY") + "/.well-known/jwks.json")).build();
    TransactionAuthenticator inner =
        TransactionAuthenticator.of(
            TransactionTokenVerifier.builder(setting("TRUST_DOMAIN")).keys(gatewayKeys).build(),
            "orders");
    RoutePolicy strict = RoutePolicy.token().freshRevocations();
    protect(http, "/orders", "Authorization", v -> bearer.authenticate(BearerRequest.of(v)));
    protect(
        http, "/strict", "Authorization", v -> bearer.authenticate(BearerRequest.of(v), strict));
    protect(
        http, "/java", TransactionToken.HEADER, v -> inner.authenticate(v, RoutePolicy.token()));
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
  }

  private static RevocationFeed feed(URI servers, RemoteJwkSet keys) {
    ClientCredentials credentials =
        ClientCredentials.at(servers.resolve("/oauth2/token"))
            .secret(setting("CLIENT_ID"), setting("CLIENT_SECRET"))
            .scope("signet:revocations")
            .build();
    return RevocationFeed.of(servers.resolve("/revocations/stream"), credentials)
        .copy(Path.of(setting("COPY")))
        .keys(keys)
        .start();
  }

  private static void protect(
      HttpServer http,
      String path,
      String header,
      Function<List<String>, Authentication> authenticate) {
    http.createContext(
        path,
        exchange -> {
          List<String> values = exchange.getRequestHeaders().getOrDefault(header, List.of());
          Authentication outcome = authenticate.apply(values);
          if (outcome instanceof Authenticated) {
            answer(exchange, 200, "{\"orders\":[]}");
          } else if (outcome instanceof Challenge challenge) {
            challenge
                .headers()
                .forEach(h -> exchange.getResponseHeaders().add(h.name(), h.value()));
            answer(exchange, challenge.status(), challenge.problem());
          }
        });
  }

  private static void health(HttpExchange exchange, ServiceHealth health) throws IOException {
    answer(exchange, health.isReady() ? 200 : 503, health.toJson());
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    try (exchange) {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String setting(String name) {
    String value = System.getenv("SOAK_" + name);
    return value == null ? "" : value;
  }
}
