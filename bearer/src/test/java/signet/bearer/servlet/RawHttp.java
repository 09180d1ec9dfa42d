package signet.bearer.servlet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Sends a request as it is written, which no HTTP client would do with most of these. */
final class RawHttp {
  private RawHttp() {}

  /** An answer: its status, header lines and body. */
  record Answer(int status, List<String> headers, String body) {
    List<String> values(String name) {
      return headers.stream()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .toList();
    }
  }

  static Answer send(int port, String method, String target, String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
      request.append("Host: localhost\r\nConnection: close\r\n");
      for (String header : headers) {
        request.append(header).append("\r\n");
      }
      socket
          .getOutputStream()
          .write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      int end = answer.indexOf("\r\n\r\n");
      List<String> head = Arrays.asList(answer.substring(0, end).split("\r\n"));
      return new Answer(
          Integer.parseInt(head.get(0).substring(9, 12)),
          head.subList(1, head.size()),
          answer.substring(end + 4));
    }
  }
}
