package signet.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.gateway.TestGateway.get;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import signet.bearer.dpop.DpopVerifier;
import signet.gateway.RawClient;
import signet.gateway.RawUpstream;
import signet.gateway.TestGateway;
import signet.gateway.TestIssuer;
import signet.gateway.access.Gate;
import signet.gateway.access.Verifiers;
import signet.gateway.config.GatewayConfig;
import signet.gateway.live.LiveConnections;
import signet.gateway.mint.TransactionToken;
import signet.gateway.observe.AccessLog;
import signet.gateway.observe.GatewayMetrics;
import signet.gateway.upstream.Server;
import signet.jose.jwks.RemoteJwkSet;

/**
 * A request that the HTTP library does not write, once it has a connection to the service: by a
 * transaction token that is no value of a header, since nothing that a client sends gets so far.
 */
class UnwritableRequestIT {
  private final TestIssuer issuer = new TestIssuer();
  private final RawUpstream upstream = new RawUpstream();
  private final Vertx vertx = Vertx.vertx();
  private final AccessLog accessLog = new AccessLog(null);
  private final GatewayMetrics metrics = new GatewayMetrics();
  private final GatewayConfig config =
      TestGateway.config(
          issuer,
          """
          transaction-tokens: {trust-domain: example.internal, keys: keys-that-nobody-reads}
          upstreams:
            service: {addresses: [%s], connections: 1}
          routes:
            - {path: /orders, policy: required, upstream: service}
            - {path: /public, policy: public, upstream: service}
          """
              .formatted(upstream.url()));
  private final RemoteJwkSet keys =
      RemoteJwkSet.builder(URI.create(issuer.url() + "/.well-known/jwks.json")).build();
  private final Setup setup =
      new Setup(
          config,
          new Gate(
              new Verifiers(
                  new Verifiers.Settings(
                      issuer.url(), "api", Optional.empty(), Set.of(), 0, InstantSource.system()),
                  Set.of(TestIssuer.AUDIENCE),
                  keys,
                  Optional.empty(),
                  DpopVerifier.builder().build()),
              Optional.of(request -> new TransactionToken("a\r\nb", "txn"))),
          jwt -> false,
          new LiveConnections(),
          accessLog,
          metrics);
  private final Listener listener = Listener.bind(vertx, config, Optional.empty(), accessLog);

  UnwritableRequestIT() throws IOException {}

  @BeforeEach
  void serve() {
    listener.serve(setup);
  }

  @AfterEach
  void stop() throws IOException {
    listener.shutdown(Duration.ofMillis(1));
    vertx.close().await();
    keys.close();
    accessLog.close();
    metrics.close();
    upstream.close();
    issuer.close();
  }

  private String ask(String request) throws IOException {
    try (RawClient client = new RawClient("http://localhost:" + listener.port())) {
      return client.send(request).answer();
    }
  }

  @Test
  void itIsAnsweredAndHoldsNeitherConnectionNorServer() throws IOException {
    Server server = setup.upstreams().get(0).servers().get(0);
    String bearer = "Authorization: Bearer " + issuer.token();
    for (int i = 0; i < 4; i++) {
      assertThat(ask(get("/orders", bearer))).startsWith("HTTP/1.1 502 ");
    }
    assertThat(upstream.everything()).isEmpty();
    assertThat(server.isUsable()).isTrue();
    assertThat(server.inFlight()).isZero();
    assertThat(listener.requestsInFlight()).isZero();
    assertThat(ask(get("/public"))).startsWith("HTTP/1.1 200 ");
  }
}
