package signet.bearer.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import signet.bearer.RoutePolicy;
import signet.bearer.TransactionAuthenticator;
import signet.bearer.servlet.SignetFilter;
import signet.bearer.txn.TransactionToken;
import signet.bearer.txn.TransactionTokenVerifier;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;

/** Runs the snippets of the guide: each Java block there stands in this file, line for line. */
final class TransactionGuideTest {
  private final PrivateJwk key = PrivateJwk.generate(JwsAlgorithm.ES256);
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private HttpServer publishing;
  private String gateway;

  @BeforeEach
  void publish() throws IOException {
    publishing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] jwks = JwkSet.of(key).toJson().getBytes(StandardCharsets.UTF_8);
    publishing.createContext(
        "/.well-known/jwks.json",
        exchange -> {
          exchange.sendResponseHeaders(200, jwks.length);
          exchange.getResponseBody().write(jwks);
          exchange.close();
        });
    publishing.start();
    gateway = "http://localhost:" + publishing.getAddress().getPort();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    publishing.stop(0);
  }

  /** What a reader's servlet does. */
  private static final class Orders extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      TransactionToken transaction = SignetFilter.transaction(request).orElseThrow();
      String user = transaction.subject();
      String traced = transaction.txn();
      String client = transaction.clientAddress().orElse("unknown");
      boolean clerk = request.isUserInRole("clerk");
      response
          .getWriter()
          .print(user + " " + traced + " " + client + " " + clerk + " " + request.getAuthType());
    }
  }

  private String token(String type) {
    Instant now = Instant.now();
    return JwtSigner.of(SigningKey.of(key), type)
        .sign(
            JwtClaims.builder()
                .subject("usr_1")
                .audience("prod.example")
                .issuedAt(now)
                .expiresAt(now.plusSeconds(60))
                .claim("txn", "txn-1")
                .claim("scope", "orders:read")
                .claim("req_wl", "gateway.prod.example")
                .claim("tctx", Map.of("roles", List.of("clerk")))
                .claim("rctx", Map.of("req_ip", "192.0.2.1"))
                .build());
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + connector.getLocalPort() + path));
    return HttpClient.newHttpClient()
        .send(
            (headers.length == 0 ? request : request.headers(headers)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private void server(SignetFilter filter) throws Exception {
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServletContainerInitializer(
        (classes, started) -> {
          filter.addTo(started);
          started.addServlet("orders", new Orders()).addMapping("/");
        });
    server.addConnector(connector);
    server.setHandler(context);
    server.start();
  }

  @Test
  void protectsAServiceBehindAGateway() throws Exception {
    RemoteJwkSet keys =
        RemoteJwkSet.builder(URI.create(gateway + "/.well-known/jwks.json")).build();
    TransactionTokenVerifier verifier =
        TransactionTokenVerifier.builder("prod.example").keys(keys).build();
    SignetFilter filter =
        SignetFilter.builder(TransactionAuthenticator.of(verifier, "orders"))
            .open("/health")
            .route("GET", "/orders/*", RoutePolicy.token().allScopes("orders:read"))
            .route("POST", "/orders/*", RoutePolicy.token().allScopes("orders:write"))
            .build();
    server(filter);

    HttpResponse<String> answer = get("/orders/1", "Txn-Token", token("txntoken+jwt"));
    assertThat(answer.body()).isEqualTo("usr_1 txn-1 192.0.2.1 true TXN-TOKEN");
    HttpResponse<String> none = get("/orders/1", "Authorization", "Bearer " + token("at+jwt"));
    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(none.headers().firstValue("WWW-Authenticate"))
        .contains("Txn-Token realm=\"orders\"");
    assertThat(none.body())
        .isEqualTo(
            "{\"type\":\"unauthorized\",\"title\":\"A transaction token is needed\",\"status\":401}");
    String token = token("txntoken+jwt");
    assertThat(get("/orders/1", "Txn-Token", token, "txn-token", token).statusCode())
        .isEqualTo(400);
    HttpResponse<String> access = get("/orders/1", "Txn-Token", token("at+jwt"));
    assertThat(access.headers().firstValue("WWW-Authenticate"))
        .contains("Txn-Token realm=\"orders\", error=\"invalid_token\", reason=\"wrong_type\"");
    assertThat(access.body()).contains("\"title\":\"The transaction token is not valid\"");
    keys.close();
  }

  @Test
  void everyJavaBlockOfTheGuideIsRunHere() throws IOException {
    GuideSnippets.assertStandIn(TransactionGuideTest.class, "transaction-tokens.md");
  }
}
