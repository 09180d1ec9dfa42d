package signet.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that answers GET and POST by path, with a clock of one's choice. */
final class FakeServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Map<String, String> bodies = new ConcurrentHashMap<>();
  private final Map<String, String> headers = new ConcurrentHashMap<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private volatile Instant date = CommandRun.NOW;

  FakeServer() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** What clocks are compared with. */
  FakeServer clock(Instant newDate) {
    date = newDate;
    return this;
  }

  FakeServer serve(String path, String body) {
    bodies.put(path, body);
    return this;
  }

  FakeServer header(String path, String line) {
    headers.put(path, line + "\r\n");
    return this;
  }

  /** An authorization server with these keys. */
  FakeServer issuer(String jwks) {
    serve("/jwks.json", jwks);
    header("/jwks.json", "Cache-Control: max-age=300");
    return serve(
        "/.well-known/oauth-authorization-server",
        "{\"issuer\":\"" + url() + "\",\"jwks_uri\":\"" + url() + "/jwks.json\"}");
  }

  /** Every line and header that was sent here. */
  List<String> seen() {
    return seen;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> answer(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void answer(Socket connection) {
    try (connection;
        BufferedReader in =
            new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
        OutputStream out = connection.getOutputStream()) {
      String request = in.readLine();
      for (String line = request; line != null && !line.isEmpty(); line = in.readLine()) {
        seen.add(line);
      }
      if (request == null) {
        return;
      }
      String path = request.split(" ", -1)[1];
      String body = bodies.get(path);
      byte[] bytes = (body == null ? "" : body).getBytes(UTF_8);
      String head =
          "HTTP/1.1 "
              + (body == null ? "404 Not Found" : "200 OK")
              + "\r\nDate: "
              + DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC))
              + "\r\nContent-Length: "
              + bytes.length
              + "\r\nConnection: close\r\n"
              + headers.getOrDefault(path, "")
              + "\r\n";
      out.write(head.getBytes(US_ASCII));
      out.write(bytes);
    } catch (IOException e) {
      // The client is gone, which is its own affair.
      return;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
