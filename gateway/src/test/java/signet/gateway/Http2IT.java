package signet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signet.testkit.tls.SelfSigned;

/** HTTP/2 in and out, with TLS on both sides. */
class Http2IT {
  @TempDir private static Path folder;
  private static TestIssuer issuer;
  private static Vertx vertx;
  private static RawUpstream raw;
  private static HttpClient client;
  private static TestGateway gateway;
  private static final List<String> SEEN = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    issuer = new TestIssuer();
    vertx = Vertx.vertx();
    raw = new RawUpstream();
    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    SelfSigned.make(certificate, key, Assumptions::abort);
    HttpServer service =
        join(
            vertx
                .createHttpServer(
                    new HttpServerOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(
                            new PemKeyCertOptions()
                                .addCertPath(certificate.toString())
                                .addKeyPath(key.toString())))
                .requestHandler(Http2IT::serve)
                .listen(0, "localhost"));
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2));
    gateway =
        new TestGateway(
            issuer,
            """
            tls: {certificate: %s, key: %s}
            upstreams:
              service: {addresses: ['https://localhost:%d'], http2: true, tls: {ca: %s}}
              distrusted: {addresses: ['https://localhost:%d']}
              raw: {addresses: [%s]}
            routes:
              - {path: /h2, policy: required, upstream: service}
              - {path: /distrusted, policy: public, upstream: distrusted}
              - {path: /raw, policy: public, upstream: raw}
            """
                .formatted(
                    certificate,
                    key,
                    service.actualPort(),
                    certificate,
                    service.actualPort(),
                    raw.url()));
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    raw.close();
    join(vertx.close());
    issuer.close();
  }

  @BeforeEach
  void forget() {
    SEEN.clear();
    raw.forget();
  }

  private static void serve(HttpServerRequest request) {
    SEEN.add(request.version() + " " + request.authority() + " " + request.headers().entries());
    if (request.path().endsWith("/endless")) {
      request.response().write("x");
      return;
    }
    request
        .body()
        .onSuccess(
            body -> {
              request.response().putTrailer("grpc-status", "0").putTrailer("txn-token", "x");
              request.response().end(body);
            });
  }

  private static <T> T join(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static RequestOptions to(HttpMethod method, String path) {
    return new RequestOptions()
        .setMethod(method)
        .setHost("localhost")
        .setPort(URI.create(gateway.url()).getPort())
        .setURI(path);
  }

  private record Answer(HttpClientResponse response, String body) {}

  private static Answer ask(HttpMethod method, String path, Buffer body, String... headers)
      throws Exception {
    return join(
        client
            .request(to(method, path))
            .compose(
                request -> {
                  for (int i = 0; i < headers.length; i += 2) {
                    request.putHeader(headers[i], headers[i + 1]);
                  }
                  // Asked for here, on the event loop: an answer that came before would be lost.
                  Future<Answer> answer =
                      request
                          .response()
                          .compose(
                              response ->
                                  response.body().map(b -> new Answer(response, b.toString())));
                  if (body.length() > 0) {
                    // Without a length, as streams are.
                    request.setChunked(true).write(body);
                  }
                  request.end();
                  return answer;
                }));
  }

  @Test
  void passesRequestsAnswersAndTrailers() throws Exception {
    String body = "x".repeat(300_000);

    Answer answer =
        ask(
            HttpMethod.POST,
            "/h2/a",
            Buffer.buffer(body),
            "authorization",
            "Bearer " + issuer.token(),
            "te",
            "trailers",
            "txn-token",
            "spoofed");

    assertThat(answer.response().version()).isEqualTo(HttpVersion.HTTP_2);
    assertThat(answer.response().statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.response().getTrailer("grpc-status")).isEqualTo("0");
    assertThat(answer.response().getTrailer("txn-token")).isNull();
    assertThat(SEEN).hasSize(1);
    assertThat(SEEN.get(0))
        .startsWith("HTTP_2 localhost")
        .contains("x-forwarded-proto=https", "te=trailers")
        .doesNotContainIgnoringCase("authorization")
        .doesNotContain("spoofed");
  }

  @Test
  void aHandshakeDoesNotLastForLong() throws Exception {
    long began = System.nanoTime();
    try (RawClient silent = gateway.connect()) {
      assertThat(silent.rest()).isEmpty();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void anAnswerThatOutlastsItsTokenIsReset() throws Exception {
    long now = Instant.now().getEpochSecond();
    // It is granted 30 s more, for clocks that differ.
    String token = issuer.token("iat", now - 600, "exp", now - 28);

    Throwable failure =
        join(
            client
                .request(to(HttpMethod.GET, "/h2/endless"))
                .compose(
                    request -> {
                      Future<Throwable> failed = request.response().compose(Http2IT::failureOf);
                      request.putHeader("authorization", "Bearer " + token).end();
                      return failed;
                    }));

    assertThat(failure).isInstanceOf(StreamResetException.class);
  }

  private static Future<Throwable> failureOf(HttpClientResponse response) {
    Promise<Throwable> failed = Promise.promise();
    response.exceptionHandler(failed::tryComplete);
    response.endHandler(end -> failed.tryFail("ended in order: " + response.statusCode()));
    response.resume();
    return failed.future();
  }

  @Test
  void sendsARequestWithoutBodyAsOneToHttp1() throws Exception {
    assertThat(ask(HttpMethod.GET, "/raw", Buffer.buffer()).body()).isEqualTo("ok");
    assertThat(raw.requests().get(0))
        .startsWith("GET /raw HTTP/1.1\r\n")
        .contains("\r\nX-Forwarded-Proto: https\r\n")
        .doesNotContainIgnoringCase("transfer-encoding")
        .doesNotContainIgnoringCase("content-length");

    ask(HttpMethod.POST, "/raw", Buffer.buffer("abc"));
    assertThat(raw.requests().get(1))
        .contains("transfer-encoding: chunked\r\n")
        .endsWith("3\r\nabc\r\n0\r\n\r\n");
  }

  @Test
  void challengesAndFailsAsOnHttp1() throws Exception {
    Answer refused = ask(HttpMethod.GET, "/h2", Buffer.buffer());
    assertThat(refused.response().statusCode()).isEqualTo(401);
    assertThat(refused.response().getHeader("www-authenticate")).startsWith("Bearer realm=");
    assertThat(ask(HttpMethod.GET, "/h2/%2e%2e/raw", Buffer.buffer()).response().statusCode())
        .isEqualTo(400);
    // A certificate that nobody vouches for.
    assertThat(ask(HttpMethod.GET, "/distrusted", Buffer.buffer()).response().statusCode())
        .isEqualTo(502);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "connection, keep-alive",
        "transfer-encoding, chunked",
        "upgrade, websocket",
        "proxy-connection, close",
        "te, gzip",
        "x, \"a\r\nb: c\"",
        "x, \"a\rb\"",
        "x, \"a\nb\"",
        "x, \"a\0b\"",
        "\"x\r\ny\", a",
        "\"x y\", a",
        "X-Upper, a",
        "a;b, v",
        "\"a,b\", v",
        "a@b, v",
        "\"\", a",
        "host, other.example",
        ":method, \"GET /raw HTTP/1.1\r\nx: y\r\n\r\nGET\"",
        ":method, \"GET /raw\"",
        ":method, CONNECT",
        ":method, get",
        ":method, Post",
        ":method, trace",
        ":method, connect",
        ":path, \"/raw HTTP/1.1\r\nx: y\r\n\r\nGET /raw\"",
        ":path, \"/raw x\"",
        ":path, https://localhost/raw",
        ":path, *",
        ":path, \"\"",
        ":authority, \"localhost\r\nx: y\"",
        ":authority, user@localhost",
        ":authority, other.example",
        ":authority, \"\"",
        ":status, 200",
        ":unknown, x",
      })
  void refusesWhatHttp1WouldTakeForSomethingElse(String name, String value) throws Exception {
    assertThat(RawHttp2.ask(gateway.url(), Map.of(name, value))).isFalse();
    assertThat(raw.everything()).isEmpty();
  }

  @Test
  void moreThanTheStatedLengthReachesNobody() throws Exception {
    String body = "abcGET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for (Map<String, String> trailers : List.of(Map.of("x", "y"), Map.<String, String>of())) {
      assertThat(
              RawHttp2.askWithTrailers(
                  gateway.url(), "/raw", Map.of("content-length", "3"), body, trailers))
          .isFalse();
    }
    assertThat(raw.everything()).doesNotContain("smuggled");
  }

  @Test
  void theGuardOfFramingStandsBehindTlsToo() throws Exception {
    String smuggling =
        TestGateway.lines(
            "POST /raw HTTP/1.1",
            "Host: localhost",
            "Content-Length: 5",
            "Transfer-Encoding: chunked",
            "",
            "0",
            "",
            "GET /h2 HTTP/1.1",
            "");
    try (SSLSocket socket = RawHttp2.connect(gateway.url(), "http/1.1")) {
      socket.getOutputStream().write(smuggling.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .matches("(?s)HTTP/1\\.[01] 400 .*");
    }
    assertThat(raw.everything()).isEmpty();
  }

  @Test
  void theRawClientOfTheseTestsIsUnderstood() throws Exception {
    assertThat(RawHttp2.ask(gateway.url(), Map.of("x", "a"))).isTrue();
    assertThat(raw.requests().get(0)).contains("\r\nx: a\r\n");
  }
}
