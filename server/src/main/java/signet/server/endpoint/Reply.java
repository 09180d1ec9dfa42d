package signet.server.endpoint;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer before it is sent. Immutable.
 *
 * @param status the status code
 * @param headers beside those that every answer has
 * @param body may be empty
 * @param outcome a word for the metrics
 */
record Reply(int status, Map<String, String> headers, Buffer body, String outcome) {
  static final String CACHE_CONTROL = "Cache-Control";

  /** An answer that has this header is the last one on its connection. */
  static final String CONNECTION = "Connection";

  static final String CONTENT_TYPE = "Content-Type";
  private static final String JSON = "application/json";
  private static final String PROBLEM_JSON = "application/problem+json";

  static Reply json(int status, JsonObject body) {
    return json(status, body.toBuffer());
  }

  static Reply json(int status, Buffer body) {
    return of(status, JSON, body);
  }

  static Reply of(int status, String contentType, Buffer body) {
    return new Reply(
        status, Map.of(CONTENT_TYPE, contentType), body, status < 400 ? "ok" : "refused");
  }

  static Reply problem(Problem problem, String detail, String correlationId) {
    JsonObject body =
        new JsonObject()
            .put("type", problem.word())
            .put("title", problem.title())
            .put("status", problem.status());
    if (!detail.isEmpty()) {
      body.put("detail", detail);
    }
    body.put("correlation_id", correlationId);
    return of(problem.status(), PROBLEM_JSON, body.toBuffer()).withOutcome(problem.word());
  }

  static Reply empty(int status) {
    return new Reply(status, Map.of(), Buffer.buffer(), "ok");
  }

  Reply withHeader(String name, String value) {
    return withHeaders(Map.of(name, value));
  }

  Reply withHeaders(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Reply(status, Map.copyOf(all), body, outcome);
  }

  Reply withOutcome(String word) {
    return new Reply(status, headers, body, word);
  }
}
