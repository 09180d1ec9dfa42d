package signet.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import signet.bearer.Authenticated;
import signet.bearer.Authentication;
import signet.bearer.Challenge;
import signet.bearer.RoutePolicy;
import signet.bearer.TransactionAuthenticator;
import signet.bearer.txn.TransactionToken;
import signet.bearer.txn.TransactionTokenVerifier;
import signet.jose.jwks.RemoteJwkSet;

/**
 * A service behind the gateway: {@code GET /orders} for whoever a transaction token speaks for. It
 * asks the stock's service, where there is one, and hands the same token on.
 */
final class InnerApi implements AutoCloseable {
  private static final String PATH = "/orders";

  private final HttpClient client;
  private final Optional<URI> stock;
  private final RemoteJwkSet keys;
  private final TransactionAuthenticator authenticator;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer http;

  private InnerApi(
      HttpServer http, HttpClient client, URI gateway, String domain, Optional<URI> stock) {
    this.http = http;
    this.client = client;
    this.stock = stock;
    this.keys = RemoteJwkSet.builder(gateway.resolve("/.well-known/jwks.json")).build();
    this.authenticator =
        TransactionAuthenticator.of(
            TransactionTokenVerifier.builder(domain).keys(keys).build(), "orders");
  }

  /** A port on the loopback interface, bound before anything answers there. */
  static HttpServer bind() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  /**
   * Starts it.
   *
   * @param http bound
   * @param gateway its management address
   * @param stock the other service; empty where it does not run
   */
  static InnerApi start(
      HttpServer http, HttpClient client, URI gateway, String domain, Optional<URI> stock) {
    InnerApi api = new InnerApi(http, client, gateway, domain, stock);
    http.createContext(PATH, api::answer);
    http.setExecutor(api.executor);
    http.start();
    return api;
  }

  /** The address of the resource, past the gateway. */
  URI address() {
    return URI.create("http://localhost:" + http.getAddress().getPort() + PATH);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      List<String> values =
          exchange.getRequestHeaders().getOrDefault(TransactionToken.HEADER, List.of());
      Authentication outcome = authenticator.authenticate(values, RoutePolicy.token());
      if (outcome instanceof Authenticated authenticated) {
        TransactionToken token = TransactionToken.of(authenticated.jwt()).orElseThrow();
        JsonObject body = new JsonObject().put("for", token.subject()).put("txn", token.txn());
        if (stock.isPresent()) {
          Reply reply =
              Reply.toService(client, stock.get(), TransactionToken.HEADER, values.get(0));
          body.put("stock", reply.status() == 200 ? new JsonObject(reply.body()) : reply.status());
        }
        send(exchange, 200, body.encode());
      } else if (outcome instanceof Challenge challenge) {
        challenge
            .headers()
            .forEach(header -> exchange.getResponseHeaders().add(header.name(), header.value()));
        send(exchange, challenge.status(), challenge.problem());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    http.stop(0);
    executor.shutdownNow();
    keys.close();
  }
}
