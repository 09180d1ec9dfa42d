package signet.benchmarks.soak;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How clients speak HTTP, and how they see what became of it. Safe for use by many threads. */
final class Wire implements AutoCloseable {
  /** A third of the repeat window: longer than that nobody waits. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int PROBE_MILLIS = 2_000;
  private static final Pattern REASON = Pattern.compile("reason=\"([a-z_]+)\"");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /** An answer, and how it is judged. */
  record Answer(Asked asked, JsonObject body, Optional<String> cookie) {}

  static HttpRequest.Builder json(int port, String path, JsonObject body) {
    return at(port, path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.encode()));
  }

  static HttpRequest.Builder at(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).timeout(PATIENCE);
  }

  Answer send(String what, Set<Part> uses, HttpRequest request) throws InterruptedException {
    long sent = System.nanoTime();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return answer(what, uses, sent, response);
    } catch (IOException e) {
      return new Answer(
          new Asked(what, uses, sent, System.nanoTime(), Outcome.CUT),
          new JsonObject(),
          Optional.empty());
    }
  }

  /** Sends it and hangs up before the answer can be read. */
  void sendAndHangUp(HttpRequest request, Duration after) throws InterruptedException {
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request, BodyHandlers.discarding());
    Thread.sleep(after);
    answer.cancel(true);
  }

  private static Answer answer(
      String what, Set<Part> uses, long sent, HttpResponse<String> response) {
    JsonObject body = body(response.body());
    Outcome outcome = Outcome.of(response.statusCode(), reason(response, body));
    Optional<String> cookie =
        response.headers().allValues("Set-Cookie").stream()
            .map(value -> value.split(";", -1)[0])
            .filter(value -> !value.endsWith("="))
            .findFirst();
    return new Answer(new Asked(what, uses, sent, System.nanoTime(), outcome), body, cookie);
  }

  private static JsonObject body(String text) {
    try {
      return text.startsWith("{") ? new JsonObject(text) : new JsonObject();
    } catch (DecodeException e) {
      return new JsonObject();
    }
  }

  private static String reason(HttpResponse<String> response, JsonObject body) {
    if (response.statusCode() / 100 == 2) {
      return "";
    }
    String challenge = response.headers().firstValue("WWW-Authenticate").orElse("");
    Matcher reason = REASON.matcher(challenge);
    if (reason.find()) {
      return reason.group(1);
    }
    return body.getString("type", body.getString("error", ""));
  }

  /** Whether an address answers 200 at this moment. */
  static boolean isGood(URI address) {
    try {
      HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setConnectTimeout(PROBE_MILLIS);
      connection.setReadTimeout(PROBE_MILLIS);
      boolean good = connection.getResponseCode() == 200;
      connection.disconnect();
      return good;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
