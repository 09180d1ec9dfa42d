package signet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.gateway.TestGateway.get;
import static signet.gateway.TestGateway.lines;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwk.Jwk;
import signet.testkit.forge.DpopForge;
import signet.testkit.forge.ForgeKey;

/** Requests through the gateway, byte for byte on both sides. */
class ProxyIT {
  private static TestIssuer issuer;
  private static RawUpstream upstream;
  private static TestGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    issuer = new TestIssuer();
    upstream = new RawUpstream();
    gateway = new TestGateway(issuer, yaml());
  }

  private static String yaml() {
    return TestGateway.routes(upstream.url()) + "strip-headers: [X-User]\n";
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    upstream.close();
    issuer.close();
  }

  @BeforeEach
  void forget() {
    upstream.forget();
    upstream.answers(RawUpstream.OK);
  }

  @Test
  void passesARequestAndItsAnswer() throws IOException {
    String answer =
        gateway.ask(get("/orders/1?a=%2F", gateway.bearer(), "Accept: a/b", "traceparent: 00-1"));

    assertThat(answer).isEqualTo("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    assertThat(upstream.requests()).hasSize(1);
    assertThat(upstream.requests().get(0))
        .startsWith("GET /orders/1?a=%2F HTTP/1.1\r\n")
        .contains("\r\nAccept: a/b\r\n")
        .contains("\r\ntraceparent: 00-1\r\n")
        .contains("\r\nhost: localhost\r\n")
        .contains("\r\nX-Forwarded-For: 127.0.0.1\r\n")
        .contains("\r\nX-Forwarded-Proto: http\r\n")
        .doesNotContainIgnoringCase("authorization")
        .doesNotContainIgnoringCase("content-length")
        .doesNotContainIgnoringCase("transfer-encoding");
  }

  @Test
  void asksForABodyOnlyWhereTheRequestMayPass() throws IOException {
    String expecting = "Host: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
    try (RawClient refused = gateway.connect()) {
      refused.send("POST /orders HTTP/1.1\r\n" + expecting);

      assertThat(refused.answer())
          .startsWith("HTTP/1.1 401 ")
          .contains("\r\nConnection: close\r\n");
    }
    assertThat(upstream.everything()).isEmpty();
    try (RawClient passed = gateway.connect()) {
      passed.send("POST /public HTTP/1.1\r\n" + expecting);

      assertThat(passed.answer()).startsWith("HTTP/1.1 100 ");
      assertThat(passed.send("hi").answer()).startsWith("HTTP/1.1 200 ");
    }
    assertThat(upstream.requests().get(0)).endsWith("\r\n\r\nhi").doesNotContain("xpect");
  }

  @ParameterizedTest
  @CsvSource({
    "/orders, 401, unauthorized, Bearer realm=\"gateway\"",
    "/public/x, 200, '', ''",
    "/maybe, 200, '', ''",
    "/nothing, 404, no-route, ''",
    "/ordersx, 404, no-route, ''",
  })
  void answersWithoutAToken(String path, int status, String type, String challenge)
      throws IOException {
    String answer = gateway.ask(get(path));

    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    if (!type.isEmpty()) {
      assertThat(answer).contains("\"type\":\"" + type + "\"");
      assertThat(upstream.everything()).isEmpty();
    }
    if (!challenge.isEmpty()) {
      assertThat(answer).contains("WWW-Authenticate: " + challenge + "\r\n");
    }
  }

  @Test
  void refusesByPolicy() throws IOException {
    assertThat(gateway.ask(get("/admin", gateway.bearer())))
        .startsWith("HTTP/1.1 403 ")
        .contains("error=\"insufficient_scope\", scope=\"admin\"");
    assertThat(gateway.ask(get("/clerks", bearer("roles", List.of("guest")))))
        .startsWith("HTTP/1.1 403 ");
    assertThat(gateway.ask(get("/maybe", bearer("exp", 1))))
        .startsWith("HTTP/1.1 401 ")
        .contains("reason=\"expired\"");
    assertThat(gateway.ask(get("/orders", gateway.bearer(), gateway.bearer())))
        .startsWith("HTTP/1.1 400 ")
        .contains("error=\"invalid_request\"");
    assertThat(gateway.ask(get("/orders?access_token=" + issuer.token())))
        .startsWith("HTTP/1.1 401 ");
    assertThat(upstream.everything()).isEmpty();
  }

  private static String bearer(Object... changes) {
    return "Authorization: Bearer " + issuer.token(changes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Txn-Token: spoofed",
        "TXN-TOKEN: spoofed",
        "txn_token: spoofed",
        "X-Signet-Subject: spoofed",
        "x_signet_roles: spoofed",
        "X-User: spoofed",
        "x_user: spoofed",
        "Forwarded: for=spoofed",
        "X-Forwarded-For: spoofed",
        "X-Forwarded-Host: spoofed",
        "X-Original-URL: /spoofed",
        "X-Rewrite-Url: /spoofed",
        "X-HTTP-Method-Override: SPOOFED",
        "Connection: X-Forwarded-For, X-Signet-Subject",
        "TE: spoofed",
        "Keep-Alive: spoofed",
        "Upgrade: spoofed",
        "Proxy-Authorization: spoofed",
        "Trailer: spoofed",
      })
  void nobodyOutsideSetsWhatTheGatewaySets(String header) throws IOException {
    String answer =
        gateway.ask(get("/mesh", header, gateway.bearer(), header, "Connection: keep-alive"));

    assertThat(answer).startsWith("HTTP/1.1 200 ");
    assertThat(upstream.requests()).hasSize(1);
    assertThat(upstream.requests().get(0))
        .doesNotContainIgnoringCase("spoofed")
        .contains("\r\nX-Forwarded-For: 127.0.0.1\r\n")
        .contains("\r\nX-Signet-Subject: alice\r\n")
        .contains("\r\nX-Signet-Roles: clerk\r\n")
        .doesNotContainIgnoringCase("\r\nconnection:")
        .doesNotContainIgnoringCase("txn-token");
  }

  @Test
  void takesAwayWhatConnectionLists() throws IOException {
    gateway.ask(get("/public", "Connection: X-One, close", "X-One: 1", "X-Two: 2"));

    assertThat(upstream.requests().get(0)).doesNotContain("X-One").contains("X-Two: 2");
  }

  @Test
  void showsTheTokenToTheServiceOnlyWhereTheRouteSaysSo() throws IOException {
    gateway.ask(get("/raw", gateway.bearer()));
    gateway.ask(get("/public", gateway.bearer()));

    assertThat(upstream.requests().get(0)).contains("\r\nauthorization: Bearer ey");
    assertThat(upstream.requests().get(1)).doesNotContainIgnoringCase("authorization");
  }

  @Test
  void keepsTheRefreshCookieFromServices() throws IOException {
    upstream.answers(
        lines(
            "HTTP/1.1 200 OK",
            "Set-Cookie: __Host-signet_refresh=x; Path=/",
            "Set-Cookie: a=b",
            "Txn-Token: internal",
            "Content-Length: 0",
            ""));

    String answer = gateway.ask(get("/public", "Cookie: a=b; __Host-signet_refresh=secret; c=d"));

    assertThat(upstream.requests().get(0))
        .contains("Cookie: a=b; c=d\r\n")
        .doesNotContain("secret");
    assertThat(answer)
        .contains("Set-Cookie: a=b\r\n")
        .doesNotContain("signet_refresh")
        .doesNotContain("internal");
  }

  @Test
  void streamsABodyOfStatedLength() throws IOException {
    String body = "x".repeat(300_000);
    String request =
        "POST /public HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length() + "\r\n\r\n";

    assertThat(gateway.ask(request + body)).startsWith("HTTP/1.1 200 ").endsWith("ok");
    assertThat(upstream.requests().get(0))
        .contains("\r\ncontent-length: 300000\r\n")
        .endsWith("\r\n\r\n" + body);
  }

  @Test
  void framesAChunkedBodyAnew() throws IOException {
    String request =
        lines(
            "POST /public HTTP/1.1",
            "Host: localhost",
            "Transfer-Encoding: chunked",
            "",
            "3;ext=1",
            "abc",
            "3",
            "def",
            "0",
            "Txn-Token: spoofed",
            "");

    assertThat(gateway.ask(request)).startsWith("HTTP/1.1 200 ");
    assertThat(upstream.requests().get(0).toLowerCase(Locale.ROOT))
        .contains("\r\ntransfer-encoding: chunked\r\n")
        .doesNotContain("ext=1")
        .doesNotContain("spoofed")
        .doesNotContain("content-length")
        .containsPattern("abc(\r\n3\r\n)?def\r\n0\r\n\r\n");
  }

  @Test
  void passesAChunkedAnswerWithItsTrailers() throws IOException {
    upstream.answers(
        lines(
            "HTTP/1.1 200 OK",
            "Transfer-Encoding: chunked",
            "Trailer: X-Sum",
            "",
            "3",
            "abc",
            "0",
            "X-Sum: 7",
            "Txn-Token: internal",
            "X_Signet_Subject: bob",
            ""));

    String answer = gateway.ask(get("/public"));

    assertThat(answer)
        .contains("transfer-encoding: chunked\r\n")
        .contains("\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 7\r\n\r\n")
        .doesNotContain("internal")
        .doesNotContain("bob");
  }

  @Test
  void answersHeadWithoutABody() throws IOException {
    upstream.answers("HTTP/1.1 200 OK\r\nContent-Length: 77\r\n\r\n");

    try (RawClient client = gateway.connect()) {
      client.send("HEAD /public HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(client.rest()).contains("content-length: 77\r\n").endsWith("\r\n\r\n");
    }
  }

  @Test
  void servesManyRequestsOnOneConnection() throws IOException {
    try (RawClient client = gateway.connect()) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.send(get("/orders", gateway.bearer())).answer()).endsWith("ok");
      }
      client.send(get("/public/1") + get("/orders") + get("/public/2"));
      assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
      assertThat(client.answer()).startsWith("HTTP/1.1 401 ");
      assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
    }
    assertThat(upstream.requests()).hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/public/../orders",
        "/public/%2e%2e/orders",
        "/public%2forders",
        "/public%5corders",
        "/public%00",
        "/public/%252e",
        "//public",
        "/public;a=b",
        "/public#x",
        "http://localhost/",
        "*",
        "/public/%c0%ae%c0%ae%2f",
      })
  void refusesAmbiguousPaths(String path) throws IOException {
    assertThat(gateway.ask(get(path))).startsWith("HTTP/1.1 400 ");
    assertThat(upstream.everything()).isEmpty();
  }

  @Test
  void refusesHostsThatAreNotItsOwn() throws IOException {
    assertThat(gateway.ask("GET /public HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ");
    assertThat(gateway.ask("GET /public HTTP/1.1\r\nHost: LOCALHOST:80\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
    assertThat(gateway.ask("GET /public HTTP/1.0\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.0 505 ");
    assertThat(gateway.ask("TRACE /public HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 405 ");
  }

  @Test
  void refusesTooMuch() throws IOException {
    assertThat(
            gateway.ask(
                "POST /public HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
    // A request line that cannot be read names no version that the answer could have.
    assertThat(gateway.ask(get("/public", "X: " + "y".repeat(20_000)))).startsWith("HTTP/1.1 431 ");
    assertThat(gateway.ask(get("/public/" + "y".repeat(20_000)))).startsWith("HTTP/1.0 414 ");
    assertThat(upstream.everything()).isEmpty();
  }

  @Test
  void takesAProofForTheAddressThatTheClientUsed() throws Exception {
    ForgeKey key = ForgeKey.generate("ES256");
    String thumbprint = Jwk.parse(key.jwk()).thumbprint();
    String token = issuer.token("cnf", Map.of("jkt", thumbprint));
    String target = "http://localhost/orders";
    String proof = DpopForge.of(key, "GET", target, Instant.now()).withToken(token).sign();
    String other =
        DpopForge.of(key, "GET", "http://localhost/admin", Instant.now()).withToken(token).sign();

    assertThat(gateway.ask(get("/orders?x=1", "Authorization: DPoP " + token, "DPoP: " + proof)))
        .startsWith("HTTP/1.1 200 ");
    assertThat(gateway.ask(get("/orders", "Authorization: DPoP " + token, "DPoP: " + proof)))
        .startsWith("HTTP/1.1 401 ");
    assertThat(gateway.ask(get("/orders", "Authorization: DPoP " + token, "DPoP: " + other)))
        .startsWith("HTTP/1.1 401 ")
        .contains("dpop_invalid");
    assertThat(gateway.ask(get("/orders", "Authorization: Bearer " + token)))
        .startsWith("HTTP/1.1 401 ")
        .contains("dpop_missing");
    assertThat(upstream.requests()).hasSize(1);
    assertThat(upstream.everything()).doesNotContainIgnoringCase("dpop");
  }

  @Test
  void aProofThatWasUsedBeforeAReloadIsRefusedAfterIt() throws IOException {
    ForgeKey key = ForgeKey.generate("ES256");
    String token = issuer.token("cnf", Map.of("jkt", Jwk.parse(key.jwk()).thumbprint()));
    String proof =
        DpopForge.of(key, "GET", "http://localhost/orders", Instant.now()).withToken(token).sign();
    String request = get("/orders", "Authorization: DPoP " + token, "DPoP: " + proof);
    assertThat(gateway.ask(request)).startsWith("HTTP/1.1 200 ");

    gateway.gateway.reload(TestGateway.config(issuer, yaml()));

    assertThat(gateway.ask(request)).startsWith("HTTP/1.1 401 ").contains("dpop_");
    assertThat(upstream.requests()).hasSize(1);
  }
}
