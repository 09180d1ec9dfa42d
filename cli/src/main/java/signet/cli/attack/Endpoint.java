package signet.cli.attack;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint that is tried: one request at a time, no faster than agreed, no redirect followed,
 * no cookie kept. For one thread.
 */
final class Endpoint implements AutoCloseable {
  /** There was no answer. */
  static final int NOTHING = -1;

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final URI address;
  private final String method;
  private final long pauseNanos;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private long nextNanos = System.nanoTime();

  /**
   * An endpoint.
   *
   * @param rate requests a second
   */
  Endpoint(URI address, String method, int rate) {
    this.address = address;
    this.method = method;
    this.pauseNanos = Duration.ofSeconds(1).toNanos() / rate;
  }

  /** The status of the answer, or {@link #NOTHING}. */
  int status(@Nullable String authorization, @Nullable String query) {
    pause();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(withQuery(query))
            .timeout(TIMEOUT)
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    try {
      HttpResponse<InputStream> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      // Unread: a stream of events has no end, and the timeout above counts up to the headers.
      response.body().close();
      return response.statusCode();
    } catch (IOException e) {
      return NOTHING;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return NOTHING;
    }
  }

  private URI withQuery(@Nullable String query) {
    if (query == null) {
      return address;
    }
    return URI.create(address + (address.getRawQuery() == null ? "?" : "&") + query);
  }

  private void pause() {
    long wait = nextNanos - System.nanoTime();
    nextNanos = Math.max(nextNanos, System.nanoTime()) + pauseNanos;
    if (wait > 0) {
      try {
        Thread.sleep(Duration.ofNanos(wait));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
