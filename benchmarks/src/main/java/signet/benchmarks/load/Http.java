package signet.benchmarks.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** The client of the load: one event loop, so that it takes little from the server beside it. */
final class Http implements AutoCloseable {
  private static final int CONNECTIONS = 64;
  private static final long TIMEOUT_MILLIS = 30_000;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpClient client =
      vertx.createHttpClient(
          new HttpClientOptions().setKeepAlive(true),
          new PoolOptions().setHttp1MaxSize(CONNECTIONS));

  Vertx vertx() {
    return vertx;
  }

  /** The header by which a client shows its secret (RFC 7617). */
  static Map<String, String> basic(String clientId, String secret) {
    byte[] pair = (clientId + ":" + secret).getBytes(StandardCharsets.US_ASCII);
    return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  Future<JsonObject> json(int port, String path, JsonObject body) {
    return json(port, path, Map.of(), body);
  }

  Future<JsonObject> json(int port, String path, Map<String, String> headers, JsonObject body) {
    return send(port, path, "application/json", headers, body.toBuffer());
  }

  Future<JsonObject> form(
      int port, String path, Map<String, String> headers, Map<String, String> parameters) {
    String body =
        parameters.entrySet().stream()
            .map(
                entry ->
                    entry.getKey()
                        + "="
                        + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(port, path, "application/x-www-form-urlencoded", headers, Buffer.buffer(body));
  }

  private Future<JsonObject> send(
      int port, String path, String contentType, Map<String, String> headers, Buffer body) {
    RequestOptions options =
        new RequestOptions()
            .setHost("localhost")
            .setPort(port)
            .setMethod(HttpMethod.POST)
            .setURI(path)
            .setTimeout(TIMEOUT_MILLIS)
            .putHeader("Content-Type", contentType);
    headers.forEach(options::putHeader);
    return client
        .request(options)
        .compose(request -> request.send(body))
        .compose(
            response ->
                response
                    .body()
                    .map(
                        answer -> {
                          if (response.statusCode() / 100 != 2) {
                            throw new IllegalStateException(
                                path + " answered " + response.statusCode());
                          }
                          return answer.length() == 0 ? new JsonObject() : answer.toJsonObject();
                        }));
  }

  @Override
  public void close() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
