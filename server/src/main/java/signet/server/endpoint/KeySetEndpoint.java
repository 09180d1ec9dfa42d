package signet.server.endpoint;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import signet.jose.jwk.JwkSet;
import signet.server.key.SigningKeys;

/** {@code GET /.well-known/jwks.json}: the public keys, from memory. */
final class KeySetEndpoint {
  /** Of a node that cannot hear whether the keys have changed. */
  private static final Duration DOUBTFUL_MAX_AGE = Duration.ofSeconds(10);

  private final SigningKeys keys;
  private final Duration maxAge;
  private volatile Rendered rendered;

  /** The answers for one set of keys. */
  private record Rendered(JwkSet keys, String etag, Reply full, Reply notModified) {
    static Rendered of(JwkSet keys, Duration maxAge) {
      Buffer body = Buffer.buffer(keys.toJson());
      String etag = KeySetEndpoint.etag(body);
      Map<String, String> headers = Map.of("ETag", etag, Reply.CACHE_CONTROL, cache(maxAge));
      return new Rendered(
          keys,
          etag,
          Reply.json(200, body).withHeaders(headers),
          Reply.empty(304).withHeaders(headers));
    }
  }

  /** Verifiers may keep the answer so long. */
  KeySetEndpoint(SigningKeys keys, Duration maxAge) {
    this.keys = keys;
    this.maxAge = maxAge;
    this.rendered = Rendered.of(keys.published(), maxAge);
  }

  private static String cache(Duration maxAge) {
    return "public, max-age=" + maxAge.toSeconds();
  }

  private static String etag(Buffer body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes());
      return "\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this JDK", e);
    }
  }

  void handle(RoutingContext context) {
    Rendered current = rendered;
    if (current.keys() != keys.published()) {
      current = Rendered.of(keys.published(), maxAge);
      rendered = current;
    }
    boolean known = matches(context.request().getHeader("If-None-Match"), current.etag());
    Reply reply = known ? current.notModified() : current.full();
    if (!keys.maySign() && maxAge.compareTo(DOUBTFUL_MAX_AGE) > 0) {
      reply = reply.withHeader(Reply.CACHE_CONTROL, cache(DOUBTFUL_MAX_AGE));
    }
    Exchange.of(context).send(reply);
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
