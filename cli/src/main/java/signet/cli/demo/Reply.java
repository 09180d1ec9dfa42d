package signet.cli.demo;

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
 * @param body the body
 */
record Reply(int status, Optional<String> challenge, String body) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  static Reply toJson(HttpClient http, URI address, String json)
      throws IOException, InterruptedException {
    return send(
        http,
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  static Reply toBearer(HttpClient http, URI address, Optional<String> token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).GET();
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    return send(http, request);
  }

  private static Reply send(HttpClient http, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
    return new Reply(
        response.statusCode(),
        response.headers().firstValue("WWW-Authenticate"),
        response.body().strip());
  }
}
