package signet.gateway;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A service that keeps every byte that it is sent, and answers each request with the same bytes. It
 * reads framing for itself, by its few lines, so that no library stands between test and wire.
 */
public final class RawUpstream implements AutoCloseable {
  public static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final ServerSocket server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<ByteArrayOutputStream> connections = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile Answer answer = (request, socket) -> socket.getOutputStream().write(bytes(OK));

  /** What is done with a whole request. */
  public interface Answer {
    void give(String request, Socket socket) throws IOException, InterruptedException;
  }

  public RawUpstream() throws IOException {
    this(0);
  }

  public RawUpstream(int port) throws IOException {
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  public void answers(String bytes) {
    answers((request, socket) -> socket.getOutputStream().write(bytes(bytes)));
  }

  public void answers(Answer newAnswer) {
    answer = newAnswer;
  }

  /** The requests that have come whole, heads and bodies as they were sent. */
  public List<String> requests() {
    return requests;
  }

  /** Everything that has come, on all connections, whole or not. */
  public String everything() {
    StringBuilder all = new StringBuilder();
    connections.forEach(bytes -> all.append(bytes.toString(StandardCharsets.ISO_8859_1)));
    return all.toString();
  }

  public int connectionsAccepted() {
    return accepted.get();
  }

  public void forget() {
    requests.clear();
    connections.forEach(ByteArrayOutputStream::reset);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        accepted.incrementAndGet();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    connections.add(seen);
    try (socket) {
      InputStream in = socket.getInputStream();
      while (true) {
        String head = until(in, seen, "\r\n\r\n");
        if (head.isEmpty()) {
          return;
        }
        String request = head + body(head, in, seen);
        requests.add(request);
        answer.give(request, socket);
        socket.getOutputStream().flush();
      }
    } catch (IOException | InterruptedException e) {
      // The connection has ended.
    }
  }

  private static String body(String head, InputStream in, ByteArrayOutputStream seen)
      throws IOException {
    String lower = head.toLowerCase(Locale.ROOT);
    var length = Pattern.compile("\r\ncontent-length: *(\\d+)\r\n").matcher(lower);
    if (length.find()) {
      return read(in, seen, Integer.parseInt(length.group(1)));
    }
    StringBuilder body = new StringBuilder();
    if (lower.contains("\r\ntransfer-encoding: chunked\r\n")) {
      int size;
      do {
        String sizeLine = until(in, seen, "\r\n");
        size = Integer.parseInt(sizeLine.strip().split(";", -1)[0], 16);
        body.append(sizeLine).append(size == 0 ? "" : read(in, seen, size + 2));
      } while (size > 0);
      String line;
      do {
        line = until(in, seen, "\r\n");
        body.append(line);
      } while (!line.equals("\r\n"));
    }
    return body.toString();
  }

  private static String until(InputStream in, ByteArrayOutputStream seen, String end)
      throws IOException {
    StringBuilder text = new StringBuilder();
    int next;
    while ((next = in.read()) >= 0) {
      seen.write(next);
      text.append((char) next);
      if (text.length() >= end.length()
          && text.substring(text.length() - end.length()).equals(end)) {
        return text.toString();
      }
    }
    // Between requests a connection may end; within one it has broken off.
    if (text.isEmpty() && end.length() > 2) {
      return "";
    }
    throw new EOFException();
  }

  private static String read(InputStream in, ByteArrayOutputStream seen, int count)
      throws IOException {
    byte[] bytes = in.readNBytes(count);
    seen.writeBytes(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
