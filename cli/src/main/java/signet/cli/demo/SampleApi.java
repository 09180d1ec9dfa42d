package signet.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import signet.bearer.Authenticated;
import signet.bearer.Authentication;
import signet.bearer.BearerAuthenticator;
import signet.bearer.BearerRequest;
import signet.bearer.Challenge;
import signet.bearer.ClientCredentials;
import signet.bearer.revocation.RevocationFeed;
import signet.cli.json.JsonText;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jwt.JwtVerifier;

/**
 * A service as a team would write it: {@code GET /orders} for whoever has a token of the
 * authorization server, verified with the keys that the server publishes and without asking it.
 */
final class SampleApi implements AutoCloseable {
  private static final String PATH = "/orders";

  private final RemoteJwkSet keys;
  private final @Nullable RevocationFeed revocations;
  private final BearerAuthenticator authenticator;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer http;

  private SampleApi(URI issuer, HttpServer http, @Nullable RevocationFeed revocations) {
    this.http = http;
    this.revocations = revocations;
    this.keys =
        RemoteJwkSet.builder(issuer.resolve("/.well-known/jwks.json"))
            // As often as the server's short max-age lets it.
            .coolDown(Duration.ofSeconds(1))
            // Told by the story itself.
            .unknownKidListener(unknown -> {})
            .build();
    JwtVerifier.Builder verifier =
        JwtVerifier.accessToken(issuer.toString(), issuer.toString())
            .keys(keys)
            .algorithms(JwsAlgorithm.RS256)
            // Issuer and API share one clock here, so an expired token is seen at once.
            .clockSkew(Duration.ZERO);
    if (revocations != null) {
      verifier.revocation(revocations);
    }
    this.authenticator = BearerAuthenticator.of(verifier.build(), "orders");
  }

  /** Starts it on the loopback interface; port 0 takes a free one. */
  static SampleApi start(URI issuer, int port) throws IOException {
    return start(issuer, port, null);
  }

  /** One that hears of revocations too, as the client that was added for it. */
  static SampleApi following(URI issuer, String clientId, String secret) throws IOException {
    ClientCredentials credentials =
        ClientCredentials.at(issuer.resolve("/oauth2/token"))
            .secret(clientId, secret)
            .scope("signet:revocations")
            .build();
    return start(
        issuer, 0, RevocationFeed.of(issuer.resolve("/revocations/stream"), credentials).start());
  }

  private static SampleApi start(URI issuer, int port, @Nullable RevocationFeed revocations)
      throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    SampleApi api =
        new SampleApi(
            issuer, HttpServer.create(new InetSocketAddress(loopback, port), 0), revocations);
    api.http.createContext(PATH, api::answer);
    api.http.setExecutor(api.executor);
    api.http.start();
    return api;
  }

  /** The address of the protected resource. */
  URI address() {
    return URI.create("http://localhost:" + http.getAddress().getPort() + PATH);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      List<String> authorization =
          exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
      Authentication outcome = authenticator.authenticate(BearerRequest.of(authorization));
      if (outcome instanceof Authenticated authenticated) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("orders", List.of("tea", "wax"));
        body.put("for", authenticated.jwt().subject().orElse(""));
        send(exchange, 200, "application/json", body);
      } else if (outcome instanceof Challenge challenge) {
        challenge
            .headers()
            .forEach(header -> exchange.getResponseHeaders().add(header.name(), header.value()));
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("status", challenge.status());
        challenge.reason().ifPresent(reason -> problem.put("reason", reason.word()));
        send(exchange, challenge.status(), "application/problem+json", problem);
      }
    }
  }

  private static void send(
      HttpExchange exchange, int status, String contentType, Map<String, Object> body)
      throws IOException {
    byte[] bytes = JsonText.line(body).getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", contentType);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    http.stop(0);
    executor.shutdownNow();
    keys.close();
    if (revocations != null) {
      revocations.close();
    }
  }
}
