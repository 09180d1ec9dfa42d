package signet.cli.demo;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/**
 * What came back over HTTP.
 *
 * @param status the HTTP status
 * @param challenge the WWW-Authenticate header
 * @param cookie the first cookie that was set, name and value
 * @param body the body
 */
record Reply(int status, Optional<String> challenge, Optional<String> cookie, String body) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  static Reply toJson(HttpClient http, URI address, String json)
      throws IOException, InterruptedException {
    return send(
        http,
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** Posts JSON as a page of the server's own origin does, with a cookie. */
  static Reply toCookie(HttpClient http, URI address, String cookie, String json)
      throws IOException, InterruptedException {
    return send(
        http,
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .header("Cookie", cookie)
            .header("Sec-Fetch-Site", "same-origin")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  static Reply toBearer(HttpClient http, URI address, Optional<String> token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).GET();
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    return send(http, request);
  }

  /** Asks with those headers, name and value in turn. */
  static Reply toService(HttpClient http, URI address, String... headers)
      throws IOException, InterruptedException {
    return send(http, HttpRequest.newBuilder(address).headers(headers).GET());
  }

  private static Reply send(HttpClient http, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
    return new Reply(
        response.statusCode(),
        response.headers().firstValue("WWW-Authenticate"),
        response.headers().firstValue("Set-Cookie").map(value -> value.split(";", 2)[0]),
        response.body().strip());
  }

  /** The type of problem details; empty where the body is none. */
  String problem() {
    return body.startsWith("{") ? new JsonObject(body).getString("type", "") : "";
  }
}
