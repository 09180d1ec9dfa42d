package signet.bearer.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import jakarta.servlet.ServletContext;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import signet.bearer.BearerAuthenticator;
import signet.bearer.ClientCredentials;
import signet.bearer.IntrospectedRoles;
import signet.bearer.LiveRoles;
import signet.bearer.RoutePolicy;
import signet.bearer.health.ServiceHealth;
import signet.bearer.revocation.RevocationFeed;
import signet.bearer.servlet.HealthServlet;
import signet.bearer.servlet.SignetFilter;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.VerifiedJwt;

/** Runs the snippets of the guide: each Java block there stands in this file, line for line. */
final class ServletGuideTest {
  private final PrivateJwk key = PrivateJwk.generate(JwsAlgorithm.ES256);
  private final String audience = "https://orders.example.com";
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private HttpServer issuing;
  private String issuer;

  @BeforeEach
  void issue() throws IOException {
    issuing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer("/.well-known/jwks.json", JwkSet.of(key).toJson());
    answer(
        "/oauth2/introspect",
        "{\"active\":true,\"sub\":\"alice\",\"roles\":[\"clerk\",\"treasurer\"]}");
    answer(
        "/oauth2/token", "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":900}");
    answer(
        "/revocations/stream", "event: fresh\ndata: {\"epoch\":\"e\",\"seq\":1,\"age_ms\":0}\n\n");
    issuing.start();
    issuer = "http://localhost:" + issuing.getAddress().getPort();
  }

  private void answer(String path, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    issuing.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    issuing.stop(0);
  }

  /** What a reader's servlet does. */
  private static final class Orders extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String user = request.getUserPrincipal().getName();
      boolean manager = request.isUserInRole("manager");
      Optional<String> session = SignetFilter.jwt(request).flatMap(VerifiedJwt::sessionId);
      response.getWriter().print(user + " " + manager + " " + session.orElse("none"));
    }
  }

  private String token() {
    Instant now = Instant.now();
    return JwtSigner.of(SigningKey.of(key), "at+jwt")
        .sign(
            JwtClaims.builder()
                .issuer(issuer)
                .subject("alice")
                .audience(audience)
                .issuedAt(now)
                .expiresAt(now.plusSeconds(300))
                .jwtId("t-1")
                .claim("client_id", "default")
                .claim("scope", "orders:read")
                .claim("roles", List.of("clerk"))
                .claim("sid", "s-1")
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

  @Test
  void protectsAnApplication() throws Exception {
    RemoteJwkSet keys = RemoteJwkSet.builder(URI.create(issuer + "/.well-known/jwks.json")).build();
    JwtVerifier verifier = JwtVerifier.accessToken(issuer, audience).keys(keys).build();
    BearerAuthenticator authenticator = BearerAuthenticator.of(verifier, "orders");

    SignetFilter filter =
        SignetFilter.builder(authenticator)
            .open("/health")
            .route("GET", "/orders/*", RoutePolicy.token().allScopes("orders:read"))
            .route("POST", "/orders/*", RoutePolicy.token().allScopes("orders:write"))
            .route("/orders/reports/*", RoutePolicy.token().anyRole("manager", "auditor"))
            .build();
    server(
        context -> {
          filter.addTo(context);
          context
              .addServlet("health", new HealthServlet(() -> ServiceHealth.of(keys)))
              .addMapping("/health");
          context.addServlet("orders", new Orders()).addMapping("/");
        });

    String authorization = "Bearer " + token();
    assertThat(get("/orders/1").statusCode()).isEqualTo(401);
    assertThat(get("/orders/1", "Authorization", authorization).body())
        .isEqualTo("alice false s-1");
    assertThat(get("/orders/reports/1", "Authorization", authorization).statusCode())
        .isEqualTo(403);
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(get("/health").body())
        .startsWith("{\"keyset_id\":\"" + JwkSet.of(key.toPublic()).keysetId() + "\",\"kids\":[")
        .contains("\"revocations\":{\"state\":\"off\",");
    keys.close();
  }

  @Test
  void takesRolesFromTheirSource() throws Exception {
    RemoteJwkSet keys = RemoteJwkSet.builder(URI.create(issuer + "/.well-known/jwks.json")).build();
    String secret = "s3cret";
    RevocationFeed revocations =
        RevocationFeed.of(
                URI.create(issuer + "/revocations/stream"),
                ClientCredentials.at(URI.create(issuer + "/oauth2/token"))
                    .secret("orders", secret)
                    .scope("signet:revocations")
                    .build())
            .start();
    JwtVerifier verifier =
        JwtVerifier.accessToken(issuer, audience).keys(keys).revocation(revocations).build();
    LiveRoles roles =
        IntrospectedRoles.at(URI.create(issuer + "/oauth2/introspect"))
            .secret("orders", secret)
            .build();
    BearerAuthenticator strict =
        BearerAuthenticator.builder(verifier, "orders")
            .freshness(revocations::isFresh)
            .liveRoles(roles)
            .build();
    SignetFilter careful =
        SignetFilter.builder(strict)
            .route(
                "/payouts/*",
                RoutePolicy.token().liveRoles().anyRole("treasurer").freshRevocations())
            .build();
    server(
        context -> {
          careful.addTo(context);
          context.addServlet("payouts", new Orders()).addMapping("/");
        });

    String authorization = "Bearer " + token();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(get("/payouts/1", "Authorization", authorization).statusCode())
                    .isEqualTo(200));
    assertThat(ServiceHealth.of(keys, revocations).toJson())
        .contains("\"revocations\":{\"state\":\"fresh\",\"epoch\":\"e\",\"seq\":1,\"age_ms\":");
    revocations.close();
    keys.close();
  }

  private void server(Application application) throws Exception {
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServletContainerInitializer((classes, started) -> application.addTo(started));
    server.addConnector(connector);
    server.setHandler(context);
    server.start();
  }

  /** What the application puts into its context when it starts. */
  private interface Application {
    void addTo(ServletContext context);
  }

  @Test
  void everyJavaBlockOfTheGuideIsRunHere() throws IOException {
    GuideSnippets.assertStandIn(ServletGuideTest.class, "servlet.md");
  }
}
