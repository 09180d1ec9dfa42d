package signet.bearer.revocation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import signet.bearer.ClientCredentials;
import signet.bearer.SafeAddress;

/** One connection to the feed at a time, ended when no event comes. */
final class FeedRequest {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

  private final URI stream;
  private final ClientCredentials credentials;
  private final long silenceNanos;
  private final LongSupplier nanoTime;
  private final HttpClient http;

  private volatile @Nullable InputStream open;
  private volatile long heardNanos;

  /** Takes events as they come. */
  @FunctionalInterface
  interface Handler {
    void handle(EventStream.Event event, long receivedNanos) throws IOException;
  }

  FeedRequest(URI stream, ClientCredentials credentials, Duration silence, LongSupplier nanoTime) {
    this.stream = stream;
    this.credentials = credentials;
    this.silenceNanos = silence.toNanos();
    this.nanoTime = nanoTime;
    // A redirect could lead the credentials elsewhere.
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(ANSWER_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  static URI requireSafe(URI stream) {
    return SafeAddress.require(stream, "the revocation feed");
  }

  /**
   * Reads events until the stream ends.
   *
   * @param position after which to go on; all where null
   * @throws IOException if the server does not answer, refuses, falls silent or sends nonsense
   */
  void read(@Nullable FeedPosition position, Handler handler)
      throws IOException, InterruptedException {
    String token = credentials.accessToken();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(stream)
            .timeout(ANSWER_TIMEOUT)
            .header("Accept", "text/event-stream")
            .header("Authorization", "Bearer " + token);
    if (position != null) {
      builder.header("Last-Event-ID", position.toString());
    }
    HttpResponse<InputStream> response =
        http.send(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        if (response.statusCode() == 401) {
          // Perhaps revoked itself, as all tokens of a leaked key are.
          credentials.forget(token);
        }
        throw new IOException("the revocation feed answered " + response.statusCode());
      }
      heardNanos = nanoTime.getAsLong();
      open = body;
      EventStream events = new EventStream(body);
      for (EventStream.Event event = events.next(); event != null; event = events.next()) {
        heardNanos = nanoTime.getAsLong();
        handler.handle(event, heardNanos);
      }
    } finally {
      open = null;
    }
  }

  /**
   * Tells the server how far the feed has been read: posts to {@code seen} beside the stream.
   *
   * @throws IOException if that is not taken within some seconds
   */
  void tell(String json) throws IOException, InterruptedException {
    HttpRequest report =
        HttpRequest.newBuilder(stream.resolve("seen"))
            .timeout(ANSWER_TIMEOUT)
            .header("Authorization", "Bearer " + credentials.accessToken())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    CompletableFuture<HttpResponse<Void>> answer =
        http.sendAsync(report, HttpResponse.BodyHandlers.discarding());
    try {
      // The request's own timeout ends with the headers; this one bounds the body too.
      int status = answer.get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).statusCode();
      if (status >= 300) {
        throw new IOException("the report was answered " + status);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the report was not answered", e);
    } finally {
      answer.cancel(true);
    }
  }

  /** Ends a connection over which no whole event has come for too long. */
  void endSilence() {
    if (nanoTime.getAsLong() - heardNanos > silenceNanos) {
      end();
    }
  }

  /** Ends the connection, if one is open. */
  void end() {
    InputStream body = open;
    if (body != null) {
      try {
        body.close();
      } catch (IOException e) {
        // It is being given up anyway.
        return;
      }
    }
  }

  @Override
  public String toString() {
    return stream.toString();
  }
}
