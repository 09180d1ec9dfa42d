package signet.benchmarks.load;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The client of the load: one event loop, so that it takes little from the server beside it. */
public final class Http implements AutoCloseable {
  static final String FORM = "application/x-www-form-urlencoded";

  private static final int CONNECTIONS = 64;
  private static final long TIMEOUT_MILLIS = 30_000;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpClient client =
      vertx.createHttpClient(
          new HttpClientOptions().setKeepAlive(true),
          new PoolOptions().setHttp1MaxSize(CONNECTIONS));

  /** Where it runs: one event loop. */
  public Vertx vertx() {
    return vertx;
  }

  /** The header by which a client shows its secret (RFC 7617). */
  public static Map<String, String> basic(String clientId, String secret) {
    byte[] pair = (clientId + ":" + secret).getBytes(StandardCharsets.US_ASCII);
    return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /** Posts JSON; fails for every answer but 2xx. */
  public Future<JsonObject> json(int port, String path, JsonObject body) {
    return json(port, path, Map.of(), body);
  }

  /** As {@link #json(int, String, JsonObject)}, with more headers. */
  public Future<JsonObject> json(
      int port, String path, Map<String, String> headers, JsonObject body) {
    return send(port, path, "application/json", headers, body.toBuffer());
  }

  /** Posts a form; fails for every answer but 2xx. */
  public Future<JsonObject> form(
      int port, String path, Map<String, String> headers, Map<String, String> parameters) {
    return send(port, path, FORM, headers, Buffer.buffer(encoded(parameters)));
  }

  static String encoded(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(
            entry ->
                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  Future<JsonObject> get(int port, String path) {
    return exchange(HttpMethod.GET, port, path, Map.of(), Buffer.buffer())
        .map(answer -> answer.json(path));
  }

  private Future<JsonObject> send(
      int port, String path, String contentType, Map<String, String> headers, Buffer body) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", contentType);
    return exchange(HttpMethod.POST, port, path, all, body).map(answer -> answer.json(path));
  }

  /** What came back, whatever it was; no redirection is followed. */
  record Answer(int status, MultiMap headers, Buffer body) {
    JsonObject json(String path) {
      if (status / 100 != 2) {
        throw new IllegalStateException(path + " answered " + status);
      }
      return body.length() == 0 ? new JsonObject() : body.toJsonObject();
    }
  }

  Future<Answer> exchange(
      HttpMethod method, int port, String path, Map<String, String> headers, Buffer body) {
    RequestOptions options =
        new RequestOptions()
            .setHost("localhost")
            .setPort(port)
            .setMethod(method)
            .setURI(path)
            .setTimeout(TIMEOUT_MILLIS);
    headers.forEach(options::putHeader);
    Promise<Answer> answered = Promise.promise();
    // On the loop, or the answer could have come and gone before another thread listens to it.
    vertx.runOnContext(
        on ->
            client
                .request(options)
                .compose(request -> body.length() == 0 ? request.send() : request.send(body))
                .compose(Http::whole)
                .onComplete(answered));
    return answered.future();
  }

  private static Future<Answer> whole(HttpClientResponse response) {
    return response.body().map(body -> new Answer(response.statusCode(), response.headers(), body));
  }

  @Override
  public void close() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
