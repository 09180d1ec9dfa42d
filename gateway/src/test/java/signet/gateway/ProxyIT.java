package signet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.gateway.TestGateway.get;
import static signet.gateway.TestGateway.lines;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwk.Jwk;
import signet.testkit.forge.DpopForge;
import signet.testkit.forge.ForgeKey;

/** Requests through the gateway, byte for byte on both sides. */
class ProxyIT {

  @RegisterExtension
  static final GatewayWorld world =
      GatewayWorld.of(url -> TestGateway.routes(url) + "strip-headers: [X-User]\n");

  @Test
  void passesARequestAndItsAnswer() throws IOException {
    String answer =
        world.ask(get("/orders/1?a=%2F", world.bearer(), "Accept: a/b", "traceparent: 00-1"));

    assertThat(answer).isEqualTo("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    assertThat(world.upstream().requests()).hasSize(1);
    assertThat(world.upstream().requests().get(0))
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
    try (RawClient refused = world.connect()) {
      refused.send("POST /orders HTTP/1.1\r\n" + expecting);

      assertThat(refused.answer())
          .startsWith("HTTP/1.1 401 ")
          .contains("\r\nConnection: close\r\n");
    }
    assertThat(world.upstream().everything()).isEmpty();
    try (RawClient passed = world.connect()) {
      passed.send("POST /public HTTP/1.1\r\n" + expecting);

      assertThat(passed.answer()).startsWith("HTTP/1.1 100 ");
      assertThat(passed.send("hi").answer()).startsWith("HTTP/1.1 200 ");
    }
    assertThat(world.upstream().requests().get(0)).endsWith("\r\n\r\nhi").doesNotContain("xpect");
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
    String answer = world.ask(get(path));

    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    if (!type.isEmpty()) {
      assertThat(answer).contains("\"type\":\"" + type + "\"");
      assertThat(world.upstream().everything()).isEmpty();
    }
    if (!challenge.isEmpty()) {
      assertThat(answer).contains("WWW-Authenticate: " + challenge + "\r\n");
    }
  }

  @Test
  void refusesByPolicy() throws IOException {
    assertThat(world.ask(get("/admin", world.bearer())))
        .startsWith("HTTP/1.1 403 ")
        .contains("error=\"insufficient_scope\", scope=\"admin\"");
    assertThat(world.ask(get("/clerks", bearer("roles", List.of("guest")))))
        .startsWith("HTTP/1.1 403 ");
    assertThat(world.ask(get("/maybe", bearer("exp", 1))))
        .startsWith("HTTP/1.1 401 ")
        .contains("reason=\"expired\"");
    assertThat(world.ask(get("/orders", world.bearer(), world.bearer())))
        .startsWith("HTTP/1.1 400 ")
        .contains("error=\"invalid_request\"");
    assertThat(world.ask(get("/orders?access_token=" + world.issuer().token())))
        .startsWith("HTTP/1.1 401 ");
    assertThat(world.upstream().everything()).isEmpty();
  }

  private static String bearer(Object... changes) {
    return "Authorization: Bearer " + world.issuer().token(changes);
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
        world.ask(get("/mesh", header, world.bearer(), header, "Connection: keep-alive"));

    assertThat(answer).startsWith("HTTP/1.1 200 ");
    assertThat(world.upstream().requests()).hasSize(1);
    assertThat(world.upstream().requests().get(0))
        .doesNotContainIgnoringCase("spoofed")
        .contains("\r\nX-Forwarded-For: 127.0.0.1\r\n")
        .contains("\r\nX-Signet-Subject: alice\r\n")
        .contains("\r\nX-Signet-Roles: clerk\r\n")
        .doesNotContainIgnoringCase("\r\nconnection:")
        .doesNotContainIgnoringCase("txn-token");
  }

  @Test
  void takesAwayWhatConnectionLists() throws IOException {
    world.ask(get("/public", "Connection: X-One, close", "X-One: 1", "X-Two: 2"));

    assertThat(world.upstream().requests().get(0)).doesNotContain("X-One").contains("X-Two: 2");
  }

  @Test
  void showsTheTokenToTheServiceOnlyWhereTheRouteSaysSo() throws IOException {
    world.ask(get("/raw", world.bearer()));
    world.ask(get("/public", world.bearer()));

    assertThat(world.upstream().requests().get(0)).contains("\r\nauthorization: Bearer ey");
    assertThat(world.upstream().requests().get(1)).doesNotContainIgnoringCase("authorization");
  }

  @Test
  void keepsTheRefreshCookieFromServices() throws IOException {
    world
        .upstream()
        .answers(
            lines(
                "HTTP/1.1 200 OK",
                "Set-Cookie: __Host-signet_refresh=x; Path=/",
                "Set-Cookie: a=b",
                "Txn-Token: internal",
                "Content-Length: 0",
                ""));

    String answer = world.ask(get("/public", "Cookie: a=b; __Host-signet_refresh=secret; c=d"));

    assertThat(world.upstream().requests().get(0))
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

    assertThat(world.ask(request + body)).startsWith("HTTP/1.1 200 ").endsWith("ok");
    assertThat(world.upstream().requests().get(0))
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

    assertThat(world.ask(request)).startsWith("HTTP/1.1 200 ");
    assertThat(world.upstream().requests().get(0).toLowerCase(Locale.ROOT))
        .contains("\r\ntransfer-encoding: chunked\r\n")
        .doesNotContain("ext=1")
        .doesNotContain("spoofed")
        .doesNotContain("content-length")
        .containsPattern("abc(\r\n3\r\n)?def\r\n0\r\n\r\n");
  }

  @Test
  void passesAChunkedAnswerWithItsTrailers() throws IOException {
    world
        .upstream()
        .answers(
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

    String answer = world.ask(get("/public"));

    assertThat(answer)
        .contains("transfer-encoding: chunked\r\n")
        .contains("\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 7\r\n\r\n")
        .doesNotContain("internal")
        .doesNotContain("bob");
  }

  @Test
  void answersHeadWithoutABody() throws IOException {
    world.upstream().answers("HTTP/1.1 200 OK\r\nContent-Length: 77\r\n\r\n");

    try (RawClient client = world.connect()) {
      client.send("HEAD /public HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(client.rest()).contains("content-length: 77\r\n").endsWith("\r\n\r\n");
    }
  }

  @Test
  void servesManyRequestsOnOneConnection() throws IOException {
    try (RawClient client = world.connect()) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.send(get("/orders", world.bearer())).answer()).endsWith("ok");
      }
      client.send(get("/public/1") + get("/orders") + get("/public/2"));
      assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
      assertThat(client.answer()).startsWith("HTTP/1.1 401 ");
      assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
    }
    assertThat(world.upstream().requests()).hasSize(7);
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
    assertThat(world.ask(get(path))).startsWith("HTTP/1.1 400 ");
    assertThat(world.upstream().everything()).isEmpty();
  }

  @Test
  void refusesHostsThatAreNotItsOwn() throws IOException {
    assertThat(world.ask("GET /public HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ");
    assertThat(world.ask("GET /public HTTP/1.1\r\nHost: LOCALHOST:80\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
    assertThat(world.ask("GET /public HTTP/1.0\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.0 505 ");
    assertThat(world.ask("TRACE /public HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 405 ");
  }

  @Test
  void refusesTooMuch() throws IOException {
    assertThat(
            world.ask(
                "POST /public HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
    // A request line that cannot be read names no version that the answer could have.
    assertThat(world.ask(get("/public", "X: " + "y".repeat(20_000)))).startsWith("HTTP/1.1 431 ");
    assertThat(world.ask(get("/public/" + "y".repeat(20_000)))).startsWith("HTTP/1.0 414 ");
    assertThat(world.upstream().everything()).isEmpty();
  }

  @Test
  void takesAProofForTheAddressThatTheClientUsed() throws Exception {
    ForgeKey key = ForgeKey.generate("ES256");
    String thumbprint = Jwk.parse(key.jwk()).thumbprint();
    String token = world.issuer().token("cnf", Map.of("jkt", thumbprint));
    String target = "http://localhost/orders";
    String proof = DpopForge.of(key, "GET", target, Instant.now()).withToken(token).sign();
    String other =
        DpopForge.of(key, "GET", "http://localhost/admin", Instant.now()).withToken(token).sign();

    assertThat(world.ask(get("/orders?x=1", "Authorization: DPoP " + token, "DPoP: " + proof)))
        .startsWith("HTTP/1.1 200 ");
    assertThat(world.ask(get("/orders", "Authorization: DPoP " + token, "DPoP: " + proof)))
        .startsWith("HTTP/1.1 401 ");
    assertThat(world.ask(get("/orders", "Authorization: DPoP " + token, "DPoP: " + other)))
        .startsWith("HTTP/1.1 401 ")
        .contains("dpop_invalid");
    assertThat(world.ask(get("/orders", "Authorization: Bearer " + token)))
        .startsWith("HTTP/1.1 401 ")
        .contains("dpop_missing");
    assertThat(world.upstream().requests()).hasSize(1);
    assertThat(world.upstream().everything()).doesNotContainIgnoringCase("dpop");
  }

  @Test
  void aProofThatWasUsedBeforeAReloadIsRefusedAfterIt() throws IOException {
    ForgeKey key = ForgeKey.generate("ES256");
    String token = world.issuer().token("cnf", Map.of("jkt", Jwk.parse(key.jwk()).thumbprint()));
    String proof =
        DpopForge.of(key, "GET", "http://localhost/orders", Instant.now()).withToken(token).sign();
    String request = get("/orders", "Authorization: DPoP " + token, "DPoP: " + proof);
    assertThat(world.ask(request)).startsWith("HTTP/1.1 200 ");

    world.gateway().gateway.reload(TestGateway.config(world.issuer(), world.yaml()));

    assertThat(world.ask(request)).startsWith("HTTP/1.1 401 ").contains("dpop_");
    assertThat(world.upstream().requests()).hasSize(1);
  }
}
