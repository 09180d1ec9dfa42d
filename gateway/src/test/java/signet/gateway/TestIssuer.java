package signet.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/**
 * An authorization server of few lines: keys, a token endpoint that says yes, and a feed of
 * revocations that a test writes. Signs with the forge, which shares no code with the gateway.
 */
public final class TestIssuer implements AutoCloseable {
  public static final String AUDIENCE = "https://api.example";

  public final ForgeKey key = ForgeKey.generate("RS256");
  public final AtomicInteger keyFetches = new AtomicInteger();
  private final HttpServer server;
  private final List<HttpExchange> streams = new ArrayList<>();
  private final List<String> entries = new ArrayList<>();
  private volatile ForgeKey[] published = {key};
  private volatile boolean keysAway;
  private volatile CountDownLatch keysHeld = new CountDownLatch(0);

  public TestIssuer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/.well-known/jwks.json", this::keys);
    server.createContext("/oauth2/token", this::token);
    server.createContext("/revocations/stream", this::stream);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Publishes other keys; an empty list makes the address answer 500. */
  public void publish(ForgeKey... keys) {
    published = keys;
    keysAway = keys.length == 0;
  }

  /** Answers nobody who asks for keys until the latch is down. */
  public void holdKeys(CountDownLatch latch) {
    keysHeld = latch;
  }

  /** Claims of a token that the gateway accepts. */
  public Map<String, Object> claims() {
    Map<String, Object> claims = new LinkedHashMap<>();
    long now = Instant.now().getEpochSecond();
    claims.put("iss", url());
    claims.put("sub", "alice");
    claims.put("aud", AUDIENCE);
    claims.put("iat", now);
    claims.put("exp", now + 600);
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("client_id", "web");
    claims.put("sid", "session-1");
    claims.put("scope", "orders:read orders:write");
    claims.put("roles", List.of("clerk"));
    claims.put("authz_ver", 3);
    return claims;
  }

  /** A token with those claims in the place of the usual ones; null takes one away. */
  public String token(Object... changes) {
    Map<String, Object> claims = claims();
    for (int i = 0; i < changes.length; i += 2) {
      if (changes[i + 1] == null) {
        claims.remove((String) changes[i]);
      } else {
        claims.put((String) changes[i], changes[i + 1]);
      }
    }
    return sign(claims);
  }

  public String sign(Map<String, Object> claims) {
    return forge(claims).sign();
  }

  public TokenForge forge(Map<String, Object> claims) {
    return TokenForge.with(key).header("typ", "at+jwt").claims(claims);
  }

  private void keys(HttpExchange exchange) throws IOException {
    keyFetches.incrementAndGet();
    try {
      keysHeld.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    answer(exchange, keysAway ? 500 : 200, ForgeKey.jwks(published));
  }

  private void token(HttpExchange exchange) throws IOException {
    answer(
        exchange, 200, "{\"access_token\":\"feed\",\"token_type\":\"Bearer\",\"expires_in\":600}");
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void stream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    synchronized (this) {
      streams.add(exchange);
      if (!entries.isEmpty()) {
        send(exchange, revoked());
      }
      send(exchange, fresh());
    }
  }

  private String fresh() {
    return "event: fresh\ndata: {\"epoch\":\"e1\",\"seq\":" + entries.size() + ",\"age_ms\":0}\n\n";
  }

  private String revoked() {
    return "event: revoked\nid: e1:"
        + entries.size()
        + "\ndata: {\"entries\":["
        + String.join(",", entries)
        + "]}\n\n";
  }

  /** Revokes what the members of an entry name, such as {@code "sid":"s"}. */
  public synchronized void revoke(String members) {
    entries.add(
        "{" + members + ",\"exp\":" + Instant.now().plusSeconds(900).getEpochSecond() + "}");
    streams.forEach(stream -> send(stream, revoked() + fresh()));
  }

  /** How many feeds are open. */
  public synchronized int streams() {
    streams.removeIf(stream -> !send(stream, ": still there\n\n"));
    return streams.size();
  }

  /** Says again that what is known is fresh. */
  public synchronized void refresh() {
    streams.forEach(stream -> send(stream, fresh()));
  }

  /** Whether it went out: a feed may have been closed. */
  private static boolean send(HttpExchange stream, String text) {
    try {
      OutputStream out = stream.getResponseBody();
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
