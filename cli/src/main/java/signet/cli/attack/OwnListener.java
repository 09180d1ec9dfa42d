package signet.cli.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.PublicForms;

/** Serves an attacker's key, and remembers who asks for it. Thread-safe. */
final class OwnListener implements AutoCloseable {
  private final HttpServer http;
  private final Set<String> asked = new ConcurrentSkipListSet<>();
  private volatile byte[] keys = new byte[0];
  private volatile byte[] chain = new byte[0];

  /** Listens there; port 0 takes a free one. */
  OwnListener(InetSocketAddress address) throws IOException {
    http = HttpServer.create(address, 0);
    http.createContext("/jwks.json", exchange -> answer(exchange, "application/json", keys));
    http.createContext("/chain.pem", exchange -> answer(exchange, "text/plain", chain));
    http.start();
  }

  private void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
    asked.add(exchange.getRequestURI().getPath());
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** What is served from now on. */
  void serve(ForgeKey attacker) {
    keys = ForgeKey.jwks(attacker).getBytes(UTF_8);
    chain = PublicForms.certificatePem(attacker).getBytes(UTF_8);
  }

  URI address() {
    InetSocketAddress bound = http.getAddress();
    String host = bound.getAddress().isAnyLocalAddress() ? "localhost" : bound.getHostString();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + bound.getPort());
  }

  /** The paths that somebody asked for. */
  Set<String> asked() {
    return Set.copyOf(asked);
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
