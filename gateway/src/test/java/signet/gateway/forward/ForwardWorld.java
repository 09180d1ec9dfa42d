package signet.gateway.forward;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import signet.bearer.RoutePolicy;
import signet.bearer.dpop.DpopVerifier;
import signet.gateway.access.Gate;
import signet.gateway.access.Verifiers;
import signet.gateway.mint.MintRule;
import signet.gateway.mint.TransactionSettings;
import signet.gateway.route.Access;
import signet.gateway.route.Propagation;
import signet.gateway.route.Route;
import signet.gateway.route.Routes;
import signet.gateway.txn.TransactionKeys;
import signet.gateway.txn.TransactionMint;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwks.RemoteJwkSet;
import signet.runtime.address.AddressRange;
import signet.runtime.address.TrustedProxies;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/** An issuer of access tokens, and forward-auth and the keys on a real socket. */
final class ForwardWorld implements AutoCloseable {
  static final String DOMAIN = "prod.example";
  private static final String AUDIENCE = "https://api.example.com";
  static final URI GUIDE = URI.create("https://docs.example/debugging");

  final ForgeKey issuerKey = ForgeKey.generate("ES256").withKid("issuer");
  final Vertx vertx = Vertx.vertx();
  final URI management;
  private final HttpServer issuer;
  private final RemoteJwkSet accessKeys;
  private final TransactionKeys keys;
  private volatile boolean failing;

  ForwardWorld(Path folder) throws Exception {
    issuer = server();
    byte[] jwks = ForgeKey.jwks(issuerKey).getBytes(StandardCharsets.UTF_8);
    issuer.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, jwks.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(jwks);
          }
        });
    issuer.start();
    TransactionSettings settings =
        new TransactionSettings(
            DOMAIN,
            "gateway.prod.example",
            folder.resolve("txn-keys"),
            JwsAlgorithm.ES256,
            Duration.ofSeconds(60),
            List.of("roles"),
            Duration.ofDays(30),
            Duration.ofMinutes(5));
    keys = TransactionKeys.open(settings);
    accessKeys =
        RemoteJwkSet.builder(
                URI.create("http://127.0.0.1:" + issuer.getAddress().getPort() + "/jwks"))
            .build();
    Verifiers verifiers =
        new Verifiers(
            new Verifiers.Settings(
                "https://id.example",
                "api",
                Optional.of(GUIDE),
                Set.of(),
                0,
                InstantSource.system()),
            Set.of(AUDIENCE),
            accessKeys,
            Optional.empty(),
            DpopVerifier.builder().build());
    Gate gate = new Gate(verifiers, Optional.of(new TransactionMint(keys, settings)));
    ForwardAuth forward =
        new ForwardAuth(
            routes(),
            gate,
            new TrustedProxies(List.of(AddressRange.parse("198.51.100.0/24")), "X-Forwarded-For"),
            new TrustedProxies(List.of(AddressRange.parse("192.0.2.7")), "X-Forwarded-For"));
    KeySetAnswer published = new KeySetAnswer(keys, settings.maxAge());
    int port =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  if (failing) {
                    request.response().setStatusCode(503).putHeader("Retry-After", "5").end();
                  } else if (request.path().equals("/verify")) {
                    forward.handle(request);
                  } else {
                    published.handle(request);
                  }
                })
            .listen(0, "127.0.0.1")
            .await()
            .actualPort();
    management = URI.create("http://127.0.0.1:" + port);
  }

  static HttpServer server() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  private static Routes routes() {
    return Routes.of(
        List.of(
            route("orders", "/orders", Access.REQUIRED, RoutePolicy.token()),
            route(
                "admin", "/admin", Access.REQUIRED, RoutePolicy.token().allScopes("orders:admin")),
            route("greeting", "/greeting", Access.OPTIONAL, RoutePolicy.token().optional()),
            route("open", "/open", Access.PUBLIC, RoutePolicy.token())));
  }

  private static Route route(String name, String prefix, Access access, RoutePolicy policy) {
    return new Route(
        name,
        Set.of("api.example.com"),
        prefix,
        Set.of(),
        access,
        AUDIENCE,
        policy,
        "none",
        Propagation.TOKEN,
        new MintRule(name, Optional.of(List.of("orders:read")), List.of("roles")),
        false,
        1024,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1));
  }

  /** An access token that is good for a quarter of an hour. */
  String accessToken() {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", "https://id.example");
    claims.put("sub", "usr_1");
    claims.put("aud", AUDIENCE);
    claims.put("client_id", "web");
    claims.put("iat", now);
    claims.put("exp", now + 900);
    claims.put("jti", "t-1");
    claims.put("sid", "s-1");
    claims.put("scope", "orders:read profile");
    claims.put("roles", List.of("clerk", "auditor"));
    claims.put("auth_time", now);
    return TokenForge.with(issuerKey).header("typ", "at+jwt").claims(claims).sign();
  }

  /** Nothing answers at {@code /verify} any more but 503. */
  void failVerify() {
    failing = true;
  }

  @Override
  public void close() {
    vertx.close().await();
    keys.close();
    accessKeys.close();
    issuer.stop(0);
  }
}
