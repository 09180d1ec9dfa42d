package signet.jose.jwks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP GET of a JWK Set, bounded in time and size, without redirects. Safe for use by many
 * threads.
 */
final class JwkSetFetcher {
  private static final int MAX_BODY_BYTES = 512 * 1024;
  private static final Duration DEFAULT_FRESHNESS = Duration.ofMinutes(5);
  private static final Duration MIN_FRESHNESS = Duration.ofSeconds(1);
  private static final Duration MAX_FRESHNESS = Duration.ofHours(1);

  private final URI uri;
  private final Duration timeout;
  private volatile @Nullable HttpClient client;

  /**
   * An acceptable answer.
   *
   * @param body the document; empty where {@code notModified}
   * @param freshness how long the issuer lets it be used without asking again, within bounds of
   *     ours
   */
  record Response(boolean notModified, String body, @Nullable String etag, Duration freshness) {}

  JwkSetFetcher(URI uri, Duration timeout) {
    this.uri = uri;
    this.timeout = timeout;
  }

  URI uri() {
    return uri;
  }

  static URI requireSafe(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    String host = uri.getHost();
    boolean safe =
        host != null && (scheme.equals("https") || (scheme.equals("http") && isLoopback(host)));
    if (!safe || uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "a JWK Set is fetched over https, or over http from loopback, without user information");
    }
    return uri;
  }

  /** By name, not by resolving it: what a name resolves to can change. */
  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
  }

  CompletableFuture<Response> fetch(@Nullable String etag) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(timeout)
            .header("Accept", "application/jwk-set+json, application/json");
    if (etag != null) {
      request.header("If-None-Match", etag);
    }
    return client()
        .sendAsync(request.build(), info -> new BoundedBody())
        // The request's own timeout ends with the headers; this one bounds the body too.
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .thenCompose(response -> read(response, etag));
  }

  private synchronized HttpClient client() {
    HttpClient existing = client;
    if (existing == null) {
      existing =
          HttpClient.newBuilder()
              .connectTimeout(timeout)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
      client = existing;
    }
    return existing;
  }

  private static CompletionStage<Response> read(
      HttpResponse<byte[]> response, @Nullable String askedEtag) {
    Optional<String> etag = response.headers().firstValue("ETag");
    Duration freshness = freshness(response);
    if (response.statusCode() == 304 && askedEtag != null) {
      return CompletableFuture.completedFuture(
          new Response(true, "", etag.orElse(askedEtag), freshness));
    }
    if (response.statusCode() != 200) {
      return CompletableFuture.failedFuture(
          new IOException("the answer's status is " + response.statusCode()));
    }
    String body = new String(response.body(), StandardCharsets.UTF_8);
    return CompletableFuture.completedFuture(
        new Response(false, body, etag.orElse(null), freshness));
  }

  private static Duration freshness(HttpResponse<?> response) {
    for (String directives : response.headers().allValues("Cache-Control")) {
      for (String directive : directives.split(",", -1)) {
        String word = directive.trim().toLowerCase(Locale.ROOT);
        if (word.matches("max-age=[0-9]{1,9}")) {
          Duration given = Duration.ofSeconds(Long.parseLong(word.substring(8)));
          Duration atLeast = given.compareTo(MIN_FRESHNESS) < 0 ? MIN_FRESHNESS : given;
          return atLeast.compareTo(MAX_FRESHNESS) > 0 ? MAX_FRESHNESS : atLeast;
        }
      }
    }
    return DEFAULT_FRESHNESS;
  }

  void close() {
    client = null;
  }

  /** Collects a body, and gives up as soon as it passes the limit. */
  private static final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
    private final HttpResponse.BodySubscriber<byte[]> bytes =
        HttpResponse.BodySubscribers.ofByteArray();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private long received;

    @Override
    public CompletionStage<byte[]> getBody() {
      bytes.getBody().thenAccept(body::complete);
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
      subscription = newSubscription;
      bytes.onSubscribe(newSubscription);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        received += buffer.remaining();
      }
      if (received > MAX_BODY_BYTES && subscription != null) {
        subscription.cancel();
        body.completeExceptionally(new IOException("the answer is above 512 KiB"));
      } else {
        bytes.onNext(buffers);
      }
    }

    @Override
    public void onError(Throwable failure) {
      body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      bytes.onComplete();
    }
  }
}
