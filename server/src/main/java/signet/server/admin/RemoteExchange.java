package signet.server.admin;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * HTTP with a server somewhere, each request with an access token. Follows no redirect, which could
 * lead the token elsewhere. Thread-safe.
 */
final class RemoteExchange implements ServerExchange {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private final String server;
  private final Supplier<String> accessToken;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * Connects when first used.
   *
   * @param server its issuer
   * @param accessToken with the scope {@code signet:admin}
   */
  RemoteExchange(URI server, Supplier<String> accessToken) {
    this.server = server.toString();
    this.accessToken = accessToken;
  }

  @Override
  public JsonObject send(String method, String uri, Buffer body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + uri))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + accessToken.get())
            .method(method, BodyPublishers.ofByteArray(body.getBytes()))
            .build();
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      try (InputStream answer = response.body()) {
        return read(response.statusCode(), answer.readNBytes(MAX_ANSWER_BYTES));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted");
    } catch (IOException | DecodeException e) {
      throw unavailable("is it reachable, and is its certificate trusted?");
    }
  }

  private JsonObject read(int status, byte[] body) {
    if (status == UNAUTHORIZED || status == FORBIDDEN) {
      throw unavailable("it does not let this client administrate: was it added with --admin?");
    }
    return ServerExchange.read(status, Buffer.buffer(body));
  }

  private AdministrationException unavailable(String hint) {
    return new AdministrationException(
        Refusal.UNAVAILABLE, server + " cannot be administered from here: " + hint);
  }

  @Override
  public void close() {
    http.close();
  }
}
