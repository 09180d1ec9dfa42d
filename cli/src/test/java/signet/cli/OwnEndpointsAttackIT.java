package signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.bearer.BearerAuthenticator;
import signet.bearer.RoutePolicy;
import signet.bearer.servlet.SignetFilter;
import signet.cli.terminal.Terminal;
import signet.gateway.Gateway;
import signet.gateway.config.GatewayConfigReader;
import signet.jose.jwks.FileKeySource;
import signet.jose.jwt.JwtVerifier;
import signet.server.SignetServer;
import signet.server.config.ConfigLoader;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;
import signet.testkit.json.Json;

/** {@code signet attack} on what Signet itself serves, which has no hole. */
final class OwnEndpointsAttackIT {
  private static final String AUDIENCE = "https://api.example";

  @TempDir private Path folder;

  private static Json attack(String address, String token, String... more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(token.getBytes(UTF_8)),
            new PrintStream(out, false, UTF_8),
            new PrintStream(err, false, UTF_8),
            Set.of(),
            Map.of());
    List<String> arguments =
        new ArrayList<>(List.of("attack", address, "--rate", "1000", "--json"));
    arguments.addAll(List.of(more));
    int status =
        new SignetCommandLine(terminal, InstantSource.system())
            .run(arguments.toArray(new String[0]));
    assertThat(status).as(out.toString(UTF_8) + err.toString(UTF_8)).isZero();
    return Json.parse(out.toString(UTF_8));
  }

  /** How many holes have that verdict. */
  private static long count(Json result, String verdict) {
    return result.at("findings").items().stream()
        .filter(finding -> finding.text("verdict").equals(verdict))
        .count();
  }

  private static HttpServer serving(String body) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    http.start();
    return http;
  }

  private static String address(HttpServer http) {
    return "http://localhost:" + http.getAddress().getPort();
  }

  @Test
  void theGatewayRefusesEverythingWhoeverSignedIt() throws Exception {
    ForgeKey key = ForgeKey.generate("ES256").withKid("issuer-s");
    Path keys = Files.writeString(folder.resolve("keys.json"), ForgeKey.jwks(key));
    HttpServer issuer = serving(ForgeKey.jwks(key));
    HttpServer service = serving("orders");
    String yaml =
        """
        port: 0
        management: {port: 0}
        issuer: %s
        audience: %s
        hosts: [localhost]
        access-log: {enabled: false}
        upstreams: {orders: {addresses: ["%s"]}}
        routes: [{path: /orders, policy: required, upstream: orders}]
        """
            .formatted(address(issuer), AUDIENCE, address(service));
    try (Gateway gateway =
        Gateway.start(
            GatewayConfigReader.parse(
                "gateway.yaml", yaml, Map.of(), GatewayConfigReader.Flags.NONE),
            OutputStream.nullOutputStream())) {
      Json result =
          attack(
              gateway.url() + "/orders",
              token(key, address(issuer)),
              "--jwks",
              keys.toString(),
              "--signing-key",
              pem(key).toString());

      assertThat(count(result, "refused")).isEqualTo(result.at("findings").items().size() - 1);
      assertThat(count(result, "untried")).as("weak secrets alone").isEqualTo(1);
    } finally {
      issuer.stop(0);
      service.stop(0);
    }
  }

  @Test
  void theServletFilterRefusesEverythingWhoeverSignedIt() throws Exception {
    ForgeKey key = ForgeKey.generate("ES256").withKid("issuer-s");
    Path keys = Files.writeString(folder.resolve("keys.json"), ForgeKey.jwks(key));
    JwtVerifier verifier =
        JwtVerifier.accessToken("https://auth.example", AUDIENCE)
            .keys(FileKeySource.watch(keys))
            .build();
    SignetFilter filter =
        SignetFilter.builder(BearerAuthenticator.of(verifier, "orders"))
            .route("/orders", RoutePolicy.token())
            .build();
    Server jetty = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServletContainerInitializer((classes, servlets) -> filter.addTo(servlets));
    context.addServlet(new OrdersServlet(), "/orders");
    jetty.setHandler(context);
    jetty.start();
    try {
      Json result =
          attack(
              "http://localhost:" + jetty.getURI().getPort() + "/orders",
              token(key, "https://auth.example"),
              "--jwks",
              keys.toString(),
              "--signing-key",
              pem(key).toString());

      assertThat(count(result, "refused")).isEqualTo(result.at("findings").items().size() - 1);
      assertThat(count(result, "untried")).as("weak secrets alone").isEqualTo(1);
    } finally {
      jetty.stop();
    }
  }

  private static final class OrdersServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("orders");
    }
  }

  private static String token(ForgeKey key, String issuer) {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuer);
    claims.put("aud", AUDIENCE);
    claims.put("sub", "usr_alice");
    claims.put("client_id", "default");
    claims.put("jti", "j-1");
    claims.put("iat", now);
    claims.put("exp", now + 600);
    return TokenForge.with(key).header("typ", "at+jwt").claims(claims).sign();
  }

  private Path pem(ForgeKey key) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(key.privateKey().getEncoded());
    return Files.writeString(
        folder.resolve("key.pem"),
        "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
  }

  @Test
  void theServersOwnEndpointsRefuseEverything() throws Exception {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("data", folder.resolve("data").toString());
    flags.put("port", "0");
    flags.put("management.port", "0");
    flags.put("password.hashing.memory", "64KiB");
    flags.put("password.hashing.iterations", "1");
    try (SignetServer server =
        SignetServer.start(ConfigLoader.load(Optional.empty(), Map.of(), flags))) {
      CommandRun added =
          CommandRun.of(
              "correct horse\n",
              "user",
              "add",
              "alice",
              "--data",
              folder.resolve("data").toString());
      assertThat(added.status()).as(added.err()).isZero();

      Json result =
          attack(
              server.url() + "/session/list",
              login(server),
              "--jwks",
              server.url() + "/.well-known/jwks.json");

      assertThat(count(result, "open") + count(result, "unclear")).isZero();
      assertThat(count(result, "refused")).isGreaterThan(12);
    }
  }

  private static String login(SignetServer server) throws Exception {
    HttpRequest login =
        HttpRequest.newBuilder(URI.create(server.url() + "/session/login"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"username\":\"alice\",\"password\":\"correct horse\"}"))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      String body = http.send(login, HttpResponse.BodyHandlers.ofString()).body();
      return Json.parse(body).text("access_token");
    }
  }
}
