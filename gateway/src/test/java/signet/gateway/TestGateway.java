package signet.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.awaitility.Awaitility;
import signet.gateway.config.GatewayConfig;
import signet.gateway.config.GatewayConfigReader;
import signet.gateway.config.GatewayConfigReader.Flags;

/** A gateway on free ports, with an issuer. */
public final class TestGateway implements AutoCloseable {
  public final TestIssuer issuer;
  public final Gateway gateway;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  /** Starts one; the text says upstreams and routes, and whatever else. */
  public TestGateway(TestIssuer issuer, String yaml) {
    this(issuer, yaml, InstantSource.system());
  }

  /** One that judges tokens by that clock. */
  TestGateway(TestIssuer issuer, String yaml, InstantSource clock) {
    this.issuer = issuer;
    this.gateway = Gateway.start(config(issuer, yaml), clock, log);
    gateway.beginAccessLog();
  }

  public static GatewayConfig config(TestIssuer issuer, String yaml) {
    return GatewayConfigReader.parse(
        "gateway.yaml",
        """
        port: 0
        workers: 2
        issuer: %s
        hosts: [localhost]
        audience: https://api.example
        """
                .formatted(issuer.url())
            + (yaml.contains("management:") ? "" : "management: {port: 0}\n")
            + yaml,
        Map.of("SIGNET_GATEWAY_CLIENT_SECRET", "secret"),
        Flags.NONE);
  }

  /** Routes of every kind to one upstream. */
  public static String routes(String upstreamUrl) {
    return """
    upstreams:
      service: {addresses: [%s]}
    routes:
      - {path: /orders, policy: required, all-scopes: [orders:read], upstream: service}
      - {path: /clerks, policy: required, any-role: [clerk, manager], upstream: service}
      - {path: /admin, policy: required, all-scopes: [admin], upstream: service}
      - {path: /maybe, policy: optional, upstream: service}
      - {path: /public, policy: public, upstream: service}
      - {path: /raw, policy: required, forward-authorization: true, upstream: service}
      - {path: /mesh, policy: required, propagate: headers, upstream: service}
    """
        .formatted(upstreamUrl);
  }

  public String url() {
    return gateway.url();
  }

  public RawClient connect() throws IOException {
    return new RawClient(url());
  }

  /** The answer to one request on a connection of its own. */
  public String ask(String request) throws IOException {
    try (RawClient client = connect()) {
      return client.send(request).answer();
    }
  }

  /** The answer of the management listener. */
  public String askManagement(String path) throws IOException {
    try (RawClient client = new RawClient(gateway.managementUrl())) {
      return client.send(get(path)).answer();
    }
  }

  /** Waits until keys and revocations are known. */
  void awaitReady() {
    Awaitility.await().until(() -> askManagement("/health/ready").startsWith("HTTP/1.1 200 "));
  }

  /** How many connections and requests end with their token. */
  int live() throws IOException {
    return askManagement("/metrics")
        .lines()
        .filter(line -> line.startsWith("signet_gateway_live_connections "))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' '))))
        .findFirst()
        .orElseThrow();
  }

  /** A request without body. */
  public static String get(String path, String... headers) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + lines(headers) + "\r\n";
  }

  public static String lines(String... headers) {
    StringBuilder lines = new StringBuilder();
    for (String header : headers) {
      lines.append(header).append("\r\n");
    }
    return lines.toString();
  }

  public String bearer() {
    return "Authorization: Bearer " + issuer.token();
  }

  /** The access log's lines so far, once there are that many. */
  public String[] log(int lines) {
    Awaitility.await().until(() -> log.toString(StandardCharsets.UTF_8).lines().count() >= lines);
    return log.toString(StandardCharsets.UTF_8).lines().toArray(String[]::new);
  }

  @Override
  public void close() {
    gateway.close();
  }
}
