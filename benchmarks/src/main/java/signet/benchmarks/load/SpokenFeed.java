package signet.benchmarks.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import signet.bearer.ClientCredentials;
import signet.bearer.revocation.RevocationFeed;
import signet.bearer.revocation.RevocationHealth;

/** A feed that has a stated number of entries, and a verifier that has read it. */
public final class SpokenFeed implements AutoCloseable {
  private static final int PAGE = 1_000;
  private static final long FAR_SECONDS = 4_000_000_000L;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int entries;
  private final List<String> names;

  /** A feed of ended sessions that nobody has read yet. */
  public SpokenFeed(int entries) throws IOException {
    this(entries, List.of("sid"));
  }

  /**
   * A feed that nobody has read yet.
   *
   * @param names what the entries name, in turn: {@code jti}, {@code sid}, {@code sub}
   */
  public SpokenFeed(int entries, List<String> names) throws IOException {
    this.entries = entries;
    this.names = names;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/token",
        exchange ->
            answer(
                exchange, "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":900}"));
    server.createContext("/stream", this::stream);
    server.start();
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void stream(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    for (int first = 0; first < entries; first += PAGE) {
      StringBuilder event =
          new StringBuilder("id: e:" + first + "\nevent: revoked\ndata: {\"entries\":[");
      for (int i = first; i < Math.min(entries, first + PAGE); i++) {
        event
            .append(i == first ? "" : ",")
            .append("{\"" + names.get(i % names.size()) + "\":\"")
            .append("%022d".formatted(i))
            .append("\",\"min_ver\":9,\"exp\":" + FAR_SECONDS + "}");
      }
      out.write(event.append("]}\n\n").toString().getBytes(StandardCharsets.UTF_8));
    }
    out.write(
        ("event: fresh\ndata: {\"epoch\":\"e\",\"seq\":" + entries + ",\"age_ms\":0}\n\n")
            .getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** A verifier's list with all of it. */
  public RevocationFeed read() throws InterruptedException {
    URI base = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    RevocationFeed feed =
        RevocationFeed.of(
                base.resolve("stream"),
                ClientCredentials.at(base.resolve("token")).secret("c", "s").build())
            .maxEntries(2_000_000)
            .staleAfter(Duration.ofDays(1))
            .start();
    while (feed.health().state() != RevocationHealth.State.FRESH) {
      Thread.sleep(20);
    }
    return feed;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
