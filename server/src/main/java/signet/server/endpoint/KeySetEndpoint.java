package signet.server.endpoint;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import signet.server.key.SigningKeys;

/** {@code GET /.well-known/jwks.json}: the public keys, from memory. */
final class KeySetEndpoint {
  private static final String CACHE = "public, max-age=300";

  private final Reply full;
  private final Reply notModified;
  private final String etag;

  KeySetEndpoint(SigningKeys keys) {
    Buffer body = Buffer.buffer(keys.published().toJson());
    etag = etag(body);
    Map<String, String> headers = Map.of("ETag", etag, Reply.CACHE_CONTROL, CACHE);
    full = Reply.json(200, body).withHeaders(headers);
    notModified = Reply.empty(304).withHeaders(headers);
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
    boolean known = matches(context.request().getHeader("If-None-Match"));
    Exchange.of(context).send(known ? notModified : full);
  }

  /** RFC 9110 §13.1.2: a list of entity tags, compared weakly, or an asterisk. */
  private boolean matches(@Nullable String ifNoneMatch) {
    return ifNoneMatch != null
        && Arrays.stream(ifNoneMatch.split(",", -1))
            .map(String::strip)
            .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
            .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
  }
}
