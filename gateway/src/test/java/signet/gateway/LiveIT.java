package signet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.gateway.TestGateway.get;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets and event streams: from end to end, and to the end of their token. */
class LiveIT {
  private static TestIssuer issuer;
  private static Vertx vertx;
  private static HttpServer service;
  private static WebSocketClient client;
  private static TestGateway gateway;
  private static final List<ServerWebSocket> OPEN = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    issuer = new TestIssuer();
    vertx = Vertx.vertx();
    service =
        join(
            vertx
                .createHttpServer(new HttpServerOptions().setWebSocketSubProtocols(List.of("chat")))
                .webSocketHandler(LiveIT::echo)
                .requestHandler(
                    request -> {
                      request.response().putHeader("Content-Type", "text/event-stream");
                      request.response().setChunked(true).write("data: one\n\n");
                    })
                .listen(0, "127.0.0.1"));
    client = vertx.createWebSocketClient();
    gateway = new TestGateway(issuer, yaml());
    gateway.awaitReady();
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    join(vertx.close());
    issuer.close();
  }

  @BeforeEach
  void forget() {
    OPEN.clear();
  }

  private static String yaml() {
    return TestGateway.routes("http://127.0.0.1:" + service.actualPort())
        + "revocations: {client: gateway}\nlimits: {drain-time: 100ms}\n";
  }

  private static void echo(ServerWebSocket socket) {
    OPEN.add(socket);
    String headers = String.valueOf(socket.headers().entries());
    socket.textMessageHandler(
        text -> {
          if (text.equals("bye")) {
            socket.close((short) 4321, "as asked");
          } else {
            socket.writeTextMessage(text.equals("headers") ? headers : "echo " + text);
          }
        });
  }

  private static <T> T join(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static WebSocketConnectOptions to(String path) {
    return new WebSocketConnectOptions()
        .setHost("localhost")
        .setPort(URI.create(gateway.url()).getPort())
        .setURI(path);
  }

  private static WebSocket open(String token) throws Exception {
    return join(
        client.connect(to("/orders").addSubProtocol("signet.bearer").addSubProtocol(token)));
  }

  private static String ask(WebSocket socket, String text) throws Exception {
    Promise<String> answer = Promise.promise();
    socket.textMessageHandler(answer::tryComplete);
    join(socket.writeTextMessage(text));
    return join(answer.future());
  }

  @Test
  void passesMessagesBothWays() throws Exception {
    WebSocket socket = open(issuer.token());

    assertThat(socket.subProtocol()).isEqualTo("signet.bearer");
    assertThat(ask(socket, "hello")).isEqualTo("echo hello");
    assertThat(ask(socket, "x".repeat(200_000))).hasSize(200_005);
    assertThat(ask(socket, "headers"))
        .doesNotContainIgnoringCase("signet.bearer")
        .doesNotContainIgnoringCase("authorization")
        .doesNotContain("eyJ");
    join(socket.close());
  }

  @Test
  void selectsTheServicesProtocolWhereTheTokenIsInAHeader() throws Exception {
    WebSocketConnectOptions options = to("/orders").addSubProtocol("other").addSubProtocol("chat");
    options.putHeader("Authorization", "Bearer " + issuer.token());

    WebSocket socket = join(client.connect(options));

    assertThat(socket.subProtocol()).isEqualTo("chat");
    assertThat(ask(socket, "hello")).isEqualTo("echo hello");
    join(socket.close());
  }

  @Test
  void passesTheCloseCode() throws Exception {
    WebSocket socket = open(issuer.token());
    Promise<Void> closed = Promise.promise();
    socket.closeHandler(closed::tryComplete);

    join(socket.writeTextMessage("bye"));
    join(closed.future());

    assertThat(socket.closeStatusCode()).isEqualTo((short) 4321);
    assertThat(socket.closeReason()).isEqualTo("as asked");
  }

  @Test
  void refusesAHandshakeWithoutAGoodToken() throws Exception {
    String[] handshake = {
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    };
    String head = TestGateway.lines(handshake).stripTrailing();

    assertThat(gateway.ask(get("/orders", head))).startsWith("HTTP/1.1 401 ");
    assertThat(gateway.ask(get("/orders", head, "Sec-WebSocket-Protocol: signet.bearer, bad")))
        .startsWith("HTTP/1.1 401 ");
    assertThat(gateway.ask(get("/orders", head, "Sec-WebSocket-Protocol: signet.bearer")))
        .startsWith("HTTP/1.1 401 ");
    assertThat(
            gateway.ask(
                get(
                    "/orders",
                    head,
                    gateway.bearer(),
                    "Sec-WebSocket-Protocol: signet.bearer, " + issuer.token())))
        .startsWith("HTTP/1.1 400 ");
    assertThat(gateway.ask(get("/orders?access_token=" + issuer.token(), head)))
        .startsWith("HTTP/1.1 401 ");
    assertThat(OPEN).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n0"})
  void refusesAHandshakeWithABody(String body) throws Exception {
    String handshake =
        get(
            "/orders",
            gateway.bearer(),
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            body);

    assertThat(gateway.ask(handshake)).startsWith("HTTP/1.1 400 ");
    assertThat(OPEN).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jti", "sid", "sub"})
  void endsWhenItsTokenIsRevoked(String kind) throws Exception {
    String value = kind + "-to-revoke";
    WebSocket revoked = open(issuer.token(kind, value));
    WebSocket other = open(issuer.token("sub", "bob", "sid", "s2"));
    Promise<Void> closed = Promise.promise();
    revoked.closeHandler(closed::tryComplete);

    issuer.revoke(
        "\"" + kind + "\":\"" + value + "\"" + (kind.equals("sub") ? ",\"min_ver\":9" : ""));
    join(closed.future());

    assertThat(revoked.closeStatusCode()).isEqualTo((short) 3000);
    assertThat(ask(other, "still here")).isEqualTo("echo still here");
    Awaitility.await().until(() -> OPEN.stream().anyMatch(ServerWebSocket::isClosed));
    join(other.close());
  }

  @Test
  void endsWhenItsTokenExpires() throws Exception {
    WebSocket socket = open(issuer.token("exp", Instant.now().getEpochSecond() + 2));
    Promise<Void> closed = Promise.promise();
    socket.closeHandler(closed::tryComplete);

    join(closed.future());

    assertThat(socket.closeStatusCode()).isEqualTo((short) 3000);
  }

  @Test
  void anEventStreamEndsInOrderWhenItsTokenIsRevoked() throws IOException {
    try (RawClient stream = gateway.connect()) {
      stream.send(
          get(
              "/orders",
              "Authorization: Bearer " + issuer.token("sid", "streaming"),
              "Connection: close"));
      Awaitility.await().until(() -> stream.socket().getInputStream().available() > 0);

      issuer.revoke("\"sid\":\"streaming\"");

      assertThat(stream.rest()).contains("data: one\n\n").endsWith("\r\n0\r\n\r\n");
    }
    assertThat(gateway.log(1)).anyMatch(line -> line.contains("\"reason\":\"token_ended\""));
  }

  @Test
  void whatWasOpenBeforeAReloadEndsByWhatIsRevokedAfterIt() throws Exception {
    WebSocket socket = open(issuer.token("sid", "over-a-reload"));
    Promise<Void> closed = Promise.promise();
    socket.closeHandler(closed::tryComplete);
    gateway.gateway.reload(TestGateway.config(issuer, yaml()));
    // The old configuration is let go when its time for requests under way is over.
    Awaitility.await().until(() -> issuer.streams() == 1);

    issuer.revoke("\"sid\":\"over-a-reload\"");
    join(closed.future());

    assertThat(socket.closeStatusCode()).isEqualTo((short) 3000);
  }

  @Test
  void nothingIsKeptOfConnectionsThatAreClosed() throws Exception {
    WebSocket one = open(issuer.token());
    open(issuer.token());
    try (RawClient stream = gateway.connect()) {
      stream.send(get("/orders", gateway.bearer()));
      Awaitility.await().until(() -> gateway.live() >= 3);
    }
    join(one.close());
    OPEN.forEach(ServerWebSocket::close);

    Awaitility.await().until(() -> gateway.live() == 0);
  }

  @Test
  void aRevokedTokenOpensNothing() throws Exception {
    issuer.revoke("\"jti\":\"gone\"");
    String bearer = "Authorization: Bearer " + issuer.token("jti", "gone");

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(gateway.ask(get("/maybe", bearer)))
                    .startsWith("HTTP/1.1 401 ")
                    .contains("reason=\"revoked\""));
  }
}
