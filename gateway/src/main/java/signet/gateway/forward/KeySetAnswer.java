package signet.gateway.forward;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signet.bearer.Challenges;
import signet.gateway.txn.TransactionKeys;
import signet.jose.jwk.JwkSet;

/**
 * {@code /.well-known/jwks.json}: the public keys of transaction tokens, from memory. Its entity
 * tag is the set's name. 503 while the folder of the keys cannot be read, so that services keep
 * what they have and ask again. Thread-safe.
 */
public final class KeySetAnswer implements Handler<HttpServerRequest> {
  private final TransactionKeys keys;
  private final Duration maxAge;

  /**
   * An answer from those keys.
   *
   * @param maxAge for how long services may keep it
   */
  public KeySetAnswer(TransactionKeys keys, Duration maxAge) {
    this.keys = keys;
    this.maxAge = maxAge;
  }

  @Override
  public void handle(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    Optional<JwkSet> published = keys.published();
    if (published.isEmpty()) {
      response
          .setStatusCode(503)
          .putHeader("Retry-After", Long.toString(Challenges.RETRY_AFTER.toSeconds()))
          .putHeader("Cache-Control", "no-store")
          .end();
      return;
    }
    String etag = "\"" + published.get().keysetId() + "\"";
    response
        .putHeader("ETag", etag)
        .putHeader("Cache-Control", "public, max-age=" + maxAge.toSeconds());
    if (matches(request.getHeader("If-None-Match"), etag)) {
      response.setStatusCode(304).end();
    } else {
      response.putHeader("Content-Type", "application/jwk-set+json").end(published.get().toJson());
    }
  }

  /** RFC 9110 §13.1.2: a list of entity tags, compared weakly, or an asterisk. */
  private static boolean matches(@Nullable String ifNoneMatch, String etag) {
    return ifNoneMatch != null
        && Arrays.stream(ifNoneMatch.split(",", -1))
            .map(String::strip)
            .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
            .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
  }
}
