package signet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
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
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
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
                  if (body.length() == 0) {
                    return request.send();
                  }
                  // Without a length, as streams are.
                  request.setChunked(true).write(body);
                  request.end();
                  return request.response();
                })
            .compose(response -> response.body().map(b -> new Answer(response, b.toString()))));
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
        "\"\", a",
        "host, other.example",
      })
  void refusesWhatHttp1WouldTakeForSomethingElse(String name, String value) throws Exception {
    assertThat(RawHttp2.ask(Map.of(name, value))).isFalse();
    assertThat(raw.everything()).isEmpty();
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
    try (SSLSocket socket = RawHttp2.connect("http/1.1")) {
      socket.getOutputStream().write(smuggling.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .matches("(?s)HTTP/1\\.[01] 400 .*");
    }
    assertThat(raw.everything()).isEmpty();
  }

  @Test
  void theRawClientOfTheseTestsIsUnderstood() throws Exception {
    assertThat(RawHttp2.ask(Map.of("x", "a"))).isTrue();
    assertThat(raw.requests().get(0)).contains("\r\nx: a\r\n");
  }

  /** Frames written by hand, since libraries refuse to write what is tried here. */
  private static final class RawHttp2 {
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;

    /** Whether a request with those headers is answered with 200. */
    static boolean ask(Map<String, String> headers) throws Exception {
      try (SSLSocket socket = connect("h2")) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        literal(block, ":method", "GET");
        literal(block, ":scheme", "https");
        literal(block, ":path", "/raw");
        literal(block, ":authority", "localhost");
        headers.forEach((name, value) -> literal(block, name, value));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(out, SETTINGS, 0, 0, new byte[0]);
        frame(out, HEADERS, 0x5, 1, block.toByteArray());
        socket.getOutputStream().write(out.toByteArray());
        socket.getOutputStream().flush();
        return answered(new DataInputStream(socket.getInputStream()));
      }
    }

    private static boolean answered(DataInputStream in) throws IOException {
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        boolean hasPriority = (in.readUnsignedByte() & 0x20) != 0;
        in.readInt();
        byte[] payload = in.readNBytes(length);
        if (type == RST_STREAM || type == GOAWAY) {
          return false;
        }
        if (type == HEADERS) {
          // RFC 7541 appendix A: the eighth entry is ":status: 200".
          return (payload[hasPriority ? 5 : 0] & 0xff) == 0x88;
        }
      }
    }

    private static void literal(ByteArrayOutputStream out, String name, String value) {
      out.write(0);
      text(out, name);
      text(out, value);
    }

    private static void text(ByteArrayOutputStream out, String text) {
      out.write(text.length());
      out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void frame(
        ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
      out.write(payload.length >> 16);
      out.write(payload.length >> 8);
      out.write(payload.length);
      out.write(type);
      out.write(flags);
      out.writeBytes(new byte[] {0, 0, 0, (byte) stream});
      out.writeBytes(payload);
    }

    private static SSLSocket connect(String protocol) throws Exception {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustsAll()}, null);
      SSLSocket socket =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket("localhost", URI.create(gateway.url()).getPort());
      socket.setSoTimeout(10_000);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {protocol});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
    }
  }

  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      // A client of a test.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // Whom it talks to is not what is tested.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
