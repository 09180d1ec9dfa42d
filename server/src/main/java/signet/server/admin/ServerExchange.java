package signet.server.admin;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * HTTP with a running server that is administered. Thread-safe.
 *
 * <p>All operations may throw {@link AdministrationException}, and give an empty object where the
 * answer has no body.
 */
interface ServerExchange extends AutoCloseable {
  /** One request and its answer. An empty body is none. */
  JsonObject send(String method, String uri, Buffer body);

  /** A request without a body. */
  default JsonObject get(String uri) {
    return send("GET", uri, Buffer.buffer());
  }

  /** A request with one. */
  default JsonObject post(String uri, JsonObject body) {
    return send("POST", uri, body.toBuffer());
  }

  /** A request with one. */
  default JsonObject patch(String uri, JsonObject body) {
    return send("PATCH", uri, body.toBuffer());
  }

  /** A request without a body. */
  default JsonObject delete(String uri) {
    return send("DELETE", uri, Buffer.buffer());
  }

  @Override
  void close();

  /** A query or a segment of a path. */
  static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * What was answered.
   *
   * @throws DecodeException if it is no JSON
   */
  static JsonObject read(int status, Buffer body) {
    JsonObject json = body.length() == 0 ? new JsonObject() : body.toJsonObject();
    if (status >= 300) {
      throw refused(status, json);
    }
    return json;
  }

  private static AdministrationException refused(int status, JsonObject problem) {
    String type = problem.getString("type", "");
    return Refusal.ofWord(type)
        .map(refusal -> new AdministrationException(refusal, problem.getString("detail", "")))
        .orElseGet(
            () ->
                new AdministrationException(
                    Refusal.UNAVAILABLE,
                    "the server answered "
                        + status
                        + ": "
                        + problem.getString("title", "nothing of use")
                        + "; see its log"));
  }
}
