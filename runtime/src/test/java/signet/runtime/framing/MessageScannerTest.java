package signet.runtime.framing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageScannerTest {
  private static final String GET = "GET /a HTTP/1.1\r\nHost: a.example\r\n\r\n";
  private static final String POST = "POST /a HTTP/1.1\r\nHost: a.example\r\n";

  /** All at once, and byte by byte: both must come to the same. */
  private static boolean accepts(String text) {
    boolean whole = accepts(text, text.length());
    assertThat(accepts(text, 1)).as("in pieces").isEqualTo(whole);
    return whole;
  }

  private static boolean accepts(String text, int pieceBytes) {
    MessageScanner scanner = new MessageScanner();
    ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    int end = bytes.writerIndex();
    for (int from = 0; from < end; from += pieceBytes) {
      bytes.writerIndex(Math.min(from + pieceBytes, end));
      int at = from;
      while (at < bytes.writerIndex() && !scanner.isRefused()) {
        at = scanner.scan(bytes, at);
      }
    }
    return !scanner.isRefused();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GET,
        GET + GET,
        "\r\n" + GET,
        "GET /a?b=c HTTP/1.1\r\nhOsT: a.example:8080 \r\nX:\r\nY: \t a b\r\n\r\n",
        "GET /a HTTP/1.0\r\n\r\n",
        POST + "Content-Length: 5\r\n\r\nhello" + GET,
        POST + "Content-Length: 0\r\n\r\n" + GET,
        POST + "Transfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n" + GET,
        POST + "Transfer-Encoding: chunked\r\n\r\nA;x=\"y\"\r\n0123456789\r\n000\r\nT: x\r\n\r\n",
      })
  void acceptsWhatTheGrammarHas(String text) {
    assertThat(accepts(text)).isTrue();
  }

  /** Values are read eight octets at a time where that can be done. */
  @Test
  void aValueIsLookedAtToItsLastOctet() {
    for (int octet = 0; octet < 256; octet++) {
      for (int at = 0; at < 20; at++) {
        String value = "v".repeat(at) + (char) octet + "v".repeat(20 - at);
        assertThat(accepts("GET /a HTTP/1.1\r\nHost: a\r\nX: " + value + "\r\n\r\n"))
            .as("0x%02x after %d", octet, at)
            .isEqualTo(octet == '\t' || (octet >= 0x20 && octet != 0x7f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Two ways to say how long the body is.
        POST + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        POST + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        POST + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        POST + "Content-Length: 5, 5\r\n\r\nhello",
        POST + "Content-Length: +5\r\n\r\nhello",
        POST + "Content-Length: 5 5\r\n\r\nhello",
        POST + "Content-Length: 0x5\r\n\r\nhello",
        POST + "Content-Length:\r\n\r\n",
        POST + "Content-Length: -1\r\n\r\n",
        POST + "Content-Length: 9999999999999999999\r\n\r\n",
        // Another coding than chunked, or chunked in disguise.
        POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: identity\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
        POST + "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n",
        POST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        POST + " Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + "X: y\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /a HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        // Lines that end, or go on, where they should not.
        "GET /a HTTP/1.1\nHost: a\n\n",
        POST + "X: a\nY: b\r\n\r\n",
        POST + "X: a\rY: b\r\n\r\n",
        POST + "X: a\r\n\tfolded\r\n\r\n",
        POST + "X: a\u0000b\r\n\r\n",
        POST + "X\r\n\r\n",
        POST + ": a\r\n\r\n",
        POST + "X Y: a\r\n\r\n",
        POST + "\r\r\n\r\n",
        // Hosts.
        "GET /a HTTP/1.1\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a, b\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: user@a\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost:\r\n\r\n",
        // Request lines.
        "GET  /a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a  HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a HTTP/1.1 \r\nHost: a\r\n\r\n",
        "GET /a http/1.1\r\nHost: a\r\n\r\n",
        "GET /a HTTP/1.2\r\nHost: a\r\n\r\n",
        "GET /a HTTP/2.0\r\nHost: a\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET /a\r\n\r\n",
        "GET\t/a\tHTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /\u00e4 HTTP/1.1\r\nHost: a\r\n\r\n",
        "\r\n\r\n" + GET,
        "\n" + GET,
        // Chunks.
        POST + "Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n5 \r\nhello\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n;x\r\nhello\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n5;a\nb\r\nhello\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n5;a\rb\r\nhello\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n100000000\r\nhello\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 5\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n0\r\nHost: b\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n0\r\n X: b\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: a\nY: b\r\n\r\n",
      })
  void refusesWhatOthersMightReadDifferently(String text) {
    assertThat(accepts(text)).isFalse();
  }

  @Test
  void refusesABoundlessChunkExtension() {
    String head = POST + "Transfer-Encoding: chunked\r\n\r\n5;";

    assertThat(accepts(head + "x".repeat(256) + "\r\nhello\r\n0\r\n\r\n")).isTrue();
    assertThat(accepts(head + "x".repeat(257) + "\r\nhello\r\n0\r\n\r\n")).isFalse();
  }

  @Test
  void tellsABrokenBodyFromABrokenHead() {
    MessageScanner scanner = new MessageScanner();
    String text = POST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n";
    ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);

    int head = scanner.scan(bytes, 0);
    assertThat(scanner.isInHead()).isFalse();
    scanner.scan(bytes, head);

    assertThat(scanner.isRefused()).isTrue();
    assertThat(scanner.brokeInBody()).isTrue();
  }
}
