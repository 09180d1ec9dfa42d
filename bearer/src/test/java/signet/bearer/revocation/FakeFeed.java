package signet.bearer.revocation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server whose feed says what a test tells it to. */
final class FakeFeed implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger tokens = new AtomicInteger();

  /** Per stream that was asked for, the position that came with it, or "none". */
  final List<String> positions = new CopyOnWriteArrayList<>();

  /** Per stream, the token. */
  final List<String> authorizations = new CopyOnWriteArrayList<>();

  /** What verifiers said they had read. */
  final List<String> reports = new CopyOnWriteArrayList<>();

  /** Holds answers to reports back while it has no permit. */
  final Semaphore seenGate = new Semaphore(1);

  volatile int seenStatus = 204;

  volatile int status = 200;

  /** What each stream says at its beginning. */
  volatile String greeting = "";

  private volatile @Nullable OutputStream open;

  FakeFeed() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/token", this::token);
    server.createContext("/stream", this::stream);
    server.createContext("/seen", this::seen);
    server.start();
  }

  private void token(HttpExchange exchange) throws IOException {
    byte[] body =
        ("{\"access_token\":\"t-"
                + tokens.incrementAndGet()
                + "\",\"token_type\":\"Bearer\",\"expires_in\":900}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void stream(HttpExchange exchange) throws IOException {
    String position = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    positions.add(position == null ? "none" : position);
    if (status != 200) {
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
      return;
    }
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    out.write(greeting.getBytes(StandardCharsets.UTF_8));
    out.flush();
    open = out;
  }

  private void seen(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    reports.add(body);
    try {
      seenGate.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    seenGate.release();
    exchange.sendResponseHeaders(seenStatus, -1);
    exchange.close();
  }

  URI uri(String path) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + path);
  }

  /** Says something on the stream that was opened last. */
  void say(String events) {
    try {
      OutputStream out = open;
      if (out == null) {
        throw new IllegalStateException("nobody listens");
      }
      out.write(events.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the stream that was opened last. */
  void hangUp() throws IOException {
    OutputStream out = open;
    if (out != null) {
      out.close();
    }
  }

  static String revoked(String position, String... entries) {
    return "id: "
        + position
        + "\nevent: revoked\ndata: {\"entries\":["
        + String.join(",", entries)
        + "]}\n\n";
  }

  static String fresh(String epoch, long seq, long ageMillis) {
    return "event: fresh\ndata: {\"epoch\":\"%s\",\"seq\":%d,\"age_ms\":%d}\n\n"
        .formatted(epoch, seq, ageMillis);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
