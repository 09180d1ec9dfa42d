package signet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.gateway.TestGateway.get;

import java.io.IOException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators see of requests and of other parts, and what they do not. */
class ObservationIT {
  private static TestIssuer issuer;
  private static RawUpstream upstream;

  @BeforeAll
  static void start() throws IOException {
    issuer = new TestIssuer();
    upstream = new RawUpstream();
  }

  @AfterAll
  static void stop() throws IOException {
    upstream.close();
    issuer.close();
  }

  @Test
  void aLineTellsWhoAskedWhatAndHoldsNoToken() throws IOException {
    try (TestGateway gateway = new TestGateway(issuer, TestGateway.routes(upstream.url()))) {
      String token = issuer.token("jti", "jti-\"1\"", "sid", "sid-1");
      String trace = "0af7651916cd43dd8448eb211c80319c";
      gateway.ask(
          get(
              "/orders/1?secret=2",
              "Authorization: Bearer " + token,
              "traceparent: 00-" + trace + "-b7ad6b7169203331-01"));
      // Each connection has an event loop of its own, so lines come in any order.
      gateway.log(1);
      gateway.ask(
          get("/orders", "Authorization: Bearer " + issuer.token("jti", "unseen", "exp", 1)));

      String[] lines = gateway.log(2);
      assertThat(lines[0])
          .matches("\\{\"time\":\"[0-9TZ:.-]+\",.*\"ms\":[0-9]+\\.[0-9]{3}}")
          .contains("\"client_addr\":\"127.0.0.1\"", "\"method\":\"GET\"", "\"path\":\"/orders/1\"")
          .contains("\"status\":200", "\"jti\":\"jti-\\\"1\\\"\"", "\"sid\":\"sid-1\"")
          .contains("\"kid\":\"" + issuer.key.kid() + "\"", "\"trace_id\":\"" + trace + "\"")
          .doesNotContain("secret")
          .doesNotContain("eyJ");
      // Of a token that was refused nothing is known.
      assertThat(lines[1])
          .contains("\"status\":401", "\"reason\":\"expired\"")
          .doesNotContain("unseen");
      assertThat(gateway.askManagement("/metrics"))
          .contains("signet_gateway_requests_seconds_count{route=\"orders\",status=\"200\"} 1")
          .contains("signet_gateway_refused_total{reason=\"expired\",route=\"orders\"} 1");
    }
  }

  @Test
  void healthTellsKeysRevocationsAndServersApart() throws IOException {
    try (RawUpstream sick = new RawUpstream();
        TestGateway gateway =
            new TestGateway(
                issuer,
                """
                revocations: {client: gateway}
                upstreams:
                  well: {addresses: [%s]}
                  sick: {addresses: [%s], health: {path: /health, every: 100ms}}
                routes:
                  - {path: /, policy: required, upstream: well}
                """
                    .formatted(upstream.url(), sick.url()))) {
      sick.answers("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");

      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(gateway.askManagement("/health/ready"))
                      .startsWith("HTTP/1.1 200 ")
                      .contains("\"kids\":[\"" + issuer.key.kid() + "\"]", "\"state\":\"fresh\"")
                      .contains("\"well\":{\"" + upstream.url() + "\":\"untried\"}")
                      .contains("\"sick\":{\"" + sick.url() + "\":\"down\"}"));
      gateway.ask(get("/orders", gateway.bearer()));
      assertThat(gateway.askManagement("/health/ready")).contains(upstream.url() + "\":\"up\"");
      sick.answers(RawUpstream.OK);
      Awaitility.await()
          .until(() -> gateway.askManagement("/health/ready").contains(sick.url() + "\":\"up\""));
      assertThat(gateway.askManagement("/health/live")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void isNotReadyWithoutKeys() throws IOException {
    try (TestIssuer away = new TestIssuer()) {
      away.publish();
      try (TestGateway gateway = new TestGateway(away, TestGateway.routes(upstream.url()))) {
        assertThat(gateway.askManagement("/health/ready")).startsWith("HTTP/1.1 503 ");
      }
    }
  }

  @Test
  void answersListedAddressesOnly() throws IOException {
    try (TestGateway gateway =
        new TestGateway(
            issuer,
            TestGateway.routes(upstream.url()) + "management: {port: 0, allow: [10.0.0.0/8]}\n")) {
      assertThat(gateway.askManagement("/health/live")).startsWith("HTTP/1.1 403 ");
      assertThat(gateway.askManagement("/metrics")).startsWith("HTTP/1.1 403 ");
    }
  }

  @Test
  void believesOnlyListedProxies() throws IOException {
    String forwarded = "X-Forwarded-For: 203.0.113.9, 192.0.2.7";
    upstream.forget();
    try (TestGateway gateway =
        new TestGateway(
            issuer, TestGateway.routes(upstream.url()) + "proxies: {trusted: [127.0.0.0/8]}\n")) {
      gateway.ask(get("/public", forwarded, "X-Forwarded-Proto: https"));

      assertThat(upstream.requests().get(0))
          .contains("\r\nX-Forwarded-For: 192.0.2.7, 127.0.0.1\r\n")
          .contains("\r\nX-Forwarded-Proto: https\r\n")
          .doesNotContain("203.0.113.9");
      assertThat(gateway.log(1)[0]).contains("\"client_addr\":\"192.0.2.7\"");
    }
  }
}
