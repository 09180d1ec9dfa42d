package signet.spring;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/** What an application asks an authorization server for: keys, its own token, revocations. */
final class IssuingServer implements AutoCloseable {
  static final String AUDIENCE = "https://orders.example";

  final AtomicInteger requests = new AtomicInteger();

  private final ForgeKey key = ForgeKey.generate("ES256").withKid("key-1");
  private final List<String> revokedSessions = new CopyOnWriteArrayList<>();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final HttpServer http;

  IssuingServer() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.setExecutor(executor);
    answer("/.well-known/jwks.json", () -> ForgeKey.jwks(key));
    answer(
        "/oauth2/token",
        () -> "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":900}");
    answer("/revocations/stream", this::events);
    http.start();
  }

  private void answer(String path, Supplier<String> text) {
    http.createContext(
        path,
        exchange -> {
          requests.incrementAndGet();
          byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  /** All that counts, after which the stream ends and the feed comes back for more. */
  private String events() {
    StringBuilder events = new StringBuilder();
    int seq = 0;
    for (String sid : revokedSessions) {
      seq++;
      events
          .append("id: e:")
          .append(seq)
          .append("\nevent: revoked\ndata: {\"entries\":[{\"sid\":\"");
      events.append(sid).append("\",\"exp\":4000000000}]}\n\n");
    }
    events.append("event: fresh\ndata: {\"epoch\":\"e\",\"seq\":").append(seq);
    return events.append(",\"age_ms\":0}\n\n").toString();
  }

  String issuer() {
    return "http://localhost:" + http.getAddress().getPort();
  }

  void revoke(String sid) {
    revokedSessions.add(sid);
  }

  Map<String, Object> claims() {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuer());
    claims.put("sub", "alice");
    claims.put("aud", AUDIENCE);
    claims.put("client_id", "default");
    claims.put("iat", now);
    claims.put("exp", now + 600);
    claims.put("jti", "t-1");
    claims.put("scope", "orders:read orders:list");
    claims.put("roles", List.of("clerk"));
    return claims;
  }

  TokenForge token() {
    return TokenForge.with(key).header("typ", "at+jwt").claims(claims());
  }

  String token(String name, Object value) {
    Map<String, Object> claims = claims();
    claims.put(name, value);
    return token().claims(claims).sign();
  }

  @Override
  public void close() {
    http.stop(0);
    executor.shutdownNow();
  }
}
