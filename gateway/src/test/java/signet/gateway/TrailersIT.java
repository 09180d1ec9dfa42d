package signet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.gateway.TestGateway.get;
import static signet.gateway.TestGateway.lines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.testkit.tls.SelfSigned;

/** What comes behind a request's body reaches the service, and nothing there says who asks. */
class TrailersIT {
  private static final String CHUNKED =
      "POST /raw HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n";

  @TempDir private static Path folder;
  private static TestIssuer issuer;
  private static RawUpstream raw;
  private static Http2Upstream http2;
  private static TestGateway plain;
  private static TestGateway tls;

  @BeforeAll
  static void start() throws Exception {
    issuer = new TestIssuer();
    raw = new RawUpstream();
    http2 = new Http2Upstream();
    String routes =
        """
        strip-headers: [X-User]
        upstreams:
          raw: {addresses: [%s]}
          http2: {addresses: [%s], http2: true}
        routes:
          - {path: /raw, policy: public, upstream: raw}
          - {path: /h2, policy: public, upstream: http2}
        """
            .formatted(raw.url(), http2.url());
    plain = new TestGateway(issuer, routes);
    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    SelfSigned.make(certificate, key, Assumptions::abort);
    tls =
        new TestGateway(
            issuer, "tls: {certificate: %s, key: %s}\n".formatted(certificate, key) + routes);
  }

  @AfterAll
  static void stop() throws IOException {
    plain.close();
    tls.close();
    raw.close();
    http2.close();
    issuer.close();
  }

  @BeforeEach
  void forget() {
    raw.forget();
    http2.frames().clear();
  }

  @Test
  void theyPassBehindAChunkedBody() throws IOException {
    String request = CHUNKED + "\r\n3\r\nabc\r\n0\r\nX-Sum: 42\r\nX-Sum: 43\r\n\r\n";

    assertThat(plain.ask(request)).startsWith("HTTP/1.1 200 ");

    assertThat(raw.requests().get(0)).endsWith("3\r\nabc\r\n0\r\nX-Sum: 42\r\nX-Sum: 43\r\n\r\n");
  }

  @Test
  void theyPassWhereTheBodyIsEmpty() throws IOException {
    assertThat(plain.ask(CHUNKED + "\r\n0\r\nX-Sum: 0\r\n\r\n")).startsWith("HTTP/1.1 200 ");

    assertThat(raw.requests().get(0)).endsWith("\r\n0\r\nX-Sum: 0\r\n\r\n");
  }

  @Test
  void whatOnlyTheGatewayMaySayDoesNot() throws IOException {
    String forged =
        lines(
            "Txn-Token: x",
            "txn_token: x",
            "X-Signet-Subject: root",
            "X_SIGNET_ROLES: admin",
            "X-Forwarded-For: 1.2.3.4",
            "X_User: root",
            "Authorization: Bearer x",
            "Cookie: signet_refresh=x",
            "Set-Cookie: a=b",
            "Content-Type: text/plain",
            "Content_Encoding: gzip",
            "Cache-Control: no-store",
            "Range: bytes=0-1",
            "Trailer: x",
            "Te: gzip",
            "X-Listed: x",
            "X-Good: yes");
    String request = CHUNKED + "Connection: x-listed\r\n\r\n1\r\na\r\n0\r\n" + forged + "\r\n";

    assertThat(plain.ask(request)).startsWith("HTTP/1.1 200 ");

    assertThat(raw.requests().get(0)).endsWith("1\r\na\r\n0\r\nX-Good: yes\r\n\r\n");
  }

  @Test
  void theyStayWithTheirOwnRequest() throws IOException {
    String first = CHUNKED + "\r\n1\r\na\r\n0\r\nX-Sum: first\r\n\r\n";
    String none = CHUNKED + "\r\n1\r\nb\r\n0\r\n\r\n";
    String third = CHUNKED + "\r\n1\r\nc\r\n0\r\nX-Sum: third\r\n\r\n";
    try (RawClient client = plain.connect()) {
      client.send(first + get("/raw") + none + get("/nothing") + third);
      for (int status : new int[] {200, 200, 200, 404, 200}) {
        assertThat(client.answer()).startsWith("HTTP/1.1 " + status + " ");
      }
    }
    assertThat(raw.requests()).hasSize(4);
    assertThat(raw.requests().get(0)).endsWith("0\r\nX-Sum: first\r\n\r\n");
    assertThat(raw.requests().get(2)).endsWith("1\r\nb\r\n0\r\n\r\n");
    assertThat(raw.requests().get(3)).endsWith("0\r\nX-Sum: third\r\n\r\n");
  }

  @Test
  void tooManyBytesOfThemEndTheConnection() throws IOException {
    String many = "X-Sum: %s\r\n".formatted("x".repeat(1000)).repeat(40);
    try (RawClient client = plain.connect()) {
      assertThat(client.send(CHUNKED + "\r\n1\r\na\r\n0\r\n" + many + "\r\n").rest())
          .doesNotContain(" 200 ");
    }
    assertThat(raw.requests()).isEmpty();
  }

  @Test
  void theyPassFromHttp1ToHttp2() throws IOException {
    String request = CHUNKED.replace("/raw", "/h2") + "\r\n3\r\nabc\r\n0\r\nX-Sum: 42\r\n\r\n";

    assertThat(plain.ask(request)).startsWith("HTTP/1.1 200 ");

    assertThat(http2.frames()).hasSize(3).endsWith("DATA abc", "HEADERS x-sum=42");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", ""})
  void theyPassFromHttp2(String body) throws Exception {
    Map<String, String> trailers = new LinkedHashMap<>();
    trailers.put("txn-token", "x");
    trailers.put("x_signet_roles", "admin");
    trailers.put("x-sum", "42");

    assertThat(RawHttp2.askWithTrailers(tls.url(), "/raw", Map.of(), body, trailers)).isTrue();
    assertThat(RawHttp2.askWithTrailers(tls.url(), "/h2", Map.of(), body, trailers)).isTrue();

    String chunk = body.isEmpty() ? "" : "3\r\nabc\r\n";
    assertThat(raw.requests().get(0)).endsWith("\r\n\r\n" + chunk + "0\r\nx-sum: 42\r\n\r\n");
    assertThat(http2.frames()).last().isEqualTo("HEADERS x-sum=42");
  }

  @Test
  void aBodyOfStatedLengthHasNoPlaceForThemInHttp1() throws Exception {
    Map<String, String> length = Map.of("content-length", "3");

    assertThat(RawHttp2.askWithTrailers(tls.url(), "/raw", length, "abc", Map.of("x-sum", "42")))
        .isTrue();

    assertThat(raw.requests().get(0)).contains("ontent-length: 3\r\n").endsWith("\r\n\r\nabc");
    assertThat(raw.everything()).doesNotContain("x-sum");
  }

  @ParameterizedTest
  @ValueSource(strings = {":path", "x-upper\r\ny", "X-Upper", "x y", "a;b", "a=b"})
  void refusesWhatIsNoTrailer(String name) throws Exception {
    Map<String, String> trailers = Map.of(name, "/admin");

    assertThat(RawHttp2.askWithTrailers(tls.url(), "/raw", Map.of(), "abc", trailers)).isFalse();

    assertThat(raw.requests()).isEmpty();
    assertThat(raw.everything()).doesNotContain("/admin");
    Awaitility.await()
        .until(
            () ->
                tls.askManagement("/metrics")
                    .contains("\nsignet_gateway_requests_in_flight 0.0\n"));
  }
}
