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

/**
 * HTTP with a server somewhere, each request with an access token. Follows no redirect, which could
 * lead the token elsewhere. Thread-safe.
 */
final class RemoteExchange implements ServerExchange {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  /** Status and body of a response. */
  private record Answer(int status, byte[] body) {}

  private final String server;
  private final AdministratorTokens tokens;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * Connects when first used.
   *
   * @param server its issuer
   */
  RemoteExchange(URI server, AdministratorTokens tokens) {
    this.server = server.toString();
    this.tokens = tokens;
  }

  @Override
  public JsonObject send(String method, String uri, Buffer body) {
    String token = tokens.current();
    Answer answer = exchange(method, uri, body, token);
    if (answer.status() == UNAUTHORIZED) {
      // Its key may have been withdrawn since, perhaps by the command that goes on here.
      tokens.giveUp(token);
      answer = exchange(method, uri, body, tokens.current());
    }
    return read(answer);
  }

  private Answer exchange(String method, String uri, Buffer body, String token) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + uri))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofByteArray(body.getBytes()))
            .build();
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      try (InputStream answer = response.body()) {
        return new Answer(response.statusCode(), answer.readNBytes(MAX_ANSWER_BYTES));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted");
    } catch (IOException e) {
      throw unreachable();
    }
  }

  private JsonObject read(Answer answer) {
    if (answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN) {
      throw unavailable("it does not let this client administrate: was it added with --admin?");
    }
    try {
      return ServerExchange.read(answer.status(), Buffer.buffer(answer.body()));
    } catch (DecodeException e) {
      throw unreachable();
    }
  }

  private AdministrationException unreachable() {
    return unavailable("is it reachable, and is its certificate trusted?");
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
