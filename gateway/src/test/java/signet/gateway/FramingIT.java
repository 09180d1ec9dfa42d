package signet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.gateway.TestGateway.get;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Smuggled requests, byte for byte: what the client gets, and that the service sees none of it. */
class FramingIT {
  private static final String SMUGGLED = "GET /admin HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String POST = "POST /public HTTP/1.1\r\nHost: localhost\r\n";

  @RegisterExtension
  static final GatewayWorld world =
      GatewayWorld.of(url -> TestGateway.routes(url) + "limits: {head-time: 1s}\n");

  @ParameterizedTest
  @ValueSource(
      strings = {
        // CL.TE and TE.CL
        POST + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX" + SMUGGLED,
        POST + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + SMUGGLED,
        // TE.TE, one of them disguised
        POST + "Transfer-Encoding: chunked\r\nTransfer-encoding: cow\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + "X: x\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        // CL.CL
        POST + "Content-Length: 0\r\nContent-Length: 44\r\n\r\n" + SMUGGLED,
        POST + "Content-Length: 44\r\nContent-Length: 44\r\n\r\n" + SMUGGLED,
        POST + "Content-Length: 0, 44\r\n\r\n" + SMUGGLED,
        POST + "Content-Length: +0\r\n\r\n" + SMUGGLED,
        // obs-fold, bare CR and LF, NUL
        POST + "X: x\r\n Content-Length: 44\r\n\r\n" + SMUGGLED,
        POST + "X: x\rContent-Length: 44\r\n\r\n" + SMUGGLED,
        POST + "X: x\u0000\r\n\r\n" + SMUGGLED,
        "GET /public HTTP/1.1\nHost: localhost\n\n" + SMUGGLED,
        // hosts
        "GET /public HTTP/1.1\r\nHost: localhost\r\nHost: admin\r\n\r\n" + SMUGGLED,
        "GET /public HTTP/1.1\r\n\r\n" + SMUGGLED,
        // request lines
        "GET /public HTTP/1.1 HTTP/1.1\r\nHost: localhost\r\n\r\n" + SMUGGLED,
        "GET  /public HTTP/1.1\r\nHost: localhost\r\n\r\n" + SMUGGLED,
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + SMUGGLED,
      })
  void refusesAmbiguousHeadsAndEndsTheConnection(String bytes) throws IOException {
    try (RawClient client = world.connect()) {
      String answers = client.send(bytes).rest();

      assertThat(answers).matches("(?s)HTTP/1\\.[01] 400 .*\"type\":\"bad-request\".*");
      assertThat(answers.split("HTTP/1\\.[01] ", -1)).hasSize(2);
    }
    assertThat(world.upstream().everything()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3\nabc\r\n0\r\n\r\n",
        "3\r\nabcd\r\n0\r\n\r\n",
        "3;a\nb\r\nabc\r\n0\r\n\r\n",
        "0x3\r\nabc\r\n0\r\n\r\n",
        "3 \r\nabc\r\n0\r\n\r\n",
        "fffffffff\r\nabc\r\n0\r\n\r\n",
        "0\r\nTransfer-Encoding: chunked\r\n\r\n",
        "0\r\nContent-Length: 3\r\n\r\n",
        "0\r\nX: a\nY: b\r\n\r\n",
      })
  void aBodyThatBreaksItsFramingEndsBothConnections(String body) throws IOException {
    try (RawClient client = world.connect()) {
      String answers =
          client.send(POST + "Transfer-Encoding: chunked\r\n\r\n" + body + SMUGGLED).rest();

      assertThat(answers).doesNotContain(" 200 ");
    }
    assertThat(world.upstream().requests()).isEmpty();
    assertThat(world.upstream().everything()).doesNotContain("/admin");
  }

  @Test
  void answersWhatCameBeforeTheBrokenOneFirst() throws IOException {
    try (RawClient client = world.connect()) {
      String answers =
          client.send(get("/public") + POST + "Content-Length: 1, 1\r\n\r\n" + SMUGGLED).rest();

      assertThat(answers).startsWith("HTTP/1.1 200 ").contains("okHTTP/1.0 400 ");
    }
    assertThat(world.upstream().requests()).hasSize(1);
  }

  @Test
  void takesAHeadInPieces() throws IOException {
    String request = get("/orders", world.bearer());
    try (RawClient client = world.connect()) {
      for (int i = 0; i < request.length(); i += 97) {
        client.send(request.substring(i, Math.min(i + 97, request.length())));
      }
      assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void doesNotWaitForAHeadForLong() throws IOException {
    try (RawClient client = world.connect()) {
      assertThat(client.send("GET /public HTTP/1.1\r\nHo").rest()).isEmpty();
    }
    assertThat(world.upstream().everything()).isEmpty();
  }

  @Test
  void offersNoUpgradeToHttp2() throws IOException {
    String answer =
        world.ask(
            get(
                "/public",
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA"));

    assertThat(answer).startsWith("HTTP/1.1 200 ");
    assertThat(world.upstream().requests().get(0))
        .doesNotContainIgnoringCase("upgrade")
        .doesNotContainIgnoringCase("http2-settings");
  }

  @Test
  void anAnswerThatIsFramedTwiceReachesNobody() throws IOException {
    world
        .upstream()
        .answers(
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\nokHTTP/1.1 200 OK\r\n\r\n");
    assertThat(world.ask(get("/public"))).startsWith("HTTP/1.1 502 ");
  }
}
