package signet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.gateway.TestGateway.get;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Handshakes of WebSockets, byte for byte: no connection lives on whose framing nobody guards,
 * whatever the service says.
 */
class HandshakeIT {
  private static final String VERSION = "Sec-WebSocket-Version: 13";
  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

  @RegisterExtension static final GatewayWorld world = GatewayWorld.of(TestGateway::routes);

  @BeforeEach
  void acceptHandshakes() {
    world.upstream().answers(HandshakeIT::accept);
  }

  private static void accept(String request, Socket socket) throws IOException {
    var key = Pattern.compile("(?i)\r\nsec-websocket-key: *(.*)\r\n").matcher(request);
    String answer =
        key.find()
            ? "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Accept: "
                + accepting(key.group(1))
                + "\r\n\r\n"
            : RawUpstream.OK;
    socket.getOutputStream().write(RawUpstream.bytes(answer));
  }

  /** RFC 6455 §4.2.2. */
  private static String accepting(String key) {
    try {
      byte[] text =
          (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String handshake(String... fields) {
    return get("/public", "Upgrade: websocket", TestGateway.lines(fields).stripTrailing());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        KEY,
        "Sec-WebSocket-Version: 99\r\n" + KEY,
        "Sec-WebSocket-Version: 8\r\n" + KEY,
        "Sec-WebSocket-Version: 013\r\n" + KEY,
        VERSION + "\r\n" + VERSION + "\r\n" + KEY,
        VERSION,
        VERSION + "\r\n" + KEY + "\r\n" + KEY,
        VERSION + "\r\nSec-WebSocket-Key: ",
        VERSION + "\r\nSec-WebSocket-Key: short",
        VERSION + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ",
        VERSION + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25j",
        VERSION + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZTE=",
        VERSION + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZTEy",
        VERSION + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25j-_==",
      })
  void oneThatIsNoneIsRefusedBeforeTheServiceIsAsked(String fields) throws IOException {
    try (RawClient client = world.connect()) {
      assertThat(client.send(handshake("Connection: Upgrade", fields)).rest())
          .startsWith("HTTP/1.1 400 ");
    }
    assertThat(world.upstream().requests()).isEmpty();
  }

  /** The HTTP library reads the first line of {@code Connection} alone. */
  @Test
  void oneThatFailsAfterTheServiceHasAgreedEndsTheConnection() throws IOException {
    try (RawClient client = world.connect()) {
      client.send(handshake("Connection: keep-alive", "Connection: Upgrade", VERSION, KEY));

      assertThat(client.rest()).startsWith("HTTP/1.1 400 ");
    }
    assertThat(world.upstream().requests()).hasSize(1);
  }

  @Test
  void aGoodOneIsAnswered() throws IOException {
    assertThat(world.ask(handshake("Connection: keep-alive, Upgrade", VERSION, KEY)))
        .startsWith("HTTP/1.1 101 ")
        .containsIgnoringCase("\r\nsec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
        // RFC 6455 §4.1: a client fails where one is named that it has not offered.
        .doesNotContainIgnoringCase("sec-websocket-protocol");
  }

  @Test
  void aGoodOneWaitsForAKeyThatMustBeFetched() throws IOException {
    CountDownLatch fetched = new CountDownLatch(1);
    try (TestIssuer slow = new TestIssuer()) {
      slow.holdKeys(fetched);
      try (TestGateway waiting = new TestGateway(slow, TestGateway.routes(world.upstream().url()));
          RawClient client = waiting.connect()) {
        client.send(
            get(
                "/orders",
                "Upgrade: websocket",
                "Connection: Upgrade",
                VERSION,
                KEY,
                waiting.bearer()));
        Awaitility.await().until(() -> slow.keyFetches.get() > 0);
        fetched.countDown();

        assertThat(client.answer()).startsWith("HTTP/1.1 101 ");
      } finally {
        fetched.countDown();
      }
    }
  }
}
