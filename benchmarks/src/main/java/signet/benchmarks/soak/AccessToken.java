package signet.benchmarks.soak;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An access token as its client got it.
 *
 * @param text never shown
 * @param kid the key that signed it
 * @param expiresMillis by the wall clock
 * @param askedNanos when the request was sent that it answers
 * @param gotNanos when it was there
 * @param ofWrongClock whether a server whose clock was too far off may have made it
 */
record AccessToken(
    String text,
    SessionRecord session,
    String kid,
    Set<String> roles,
    long expiresMillis,
    long askedNanos,
    long gotNanos,
    boolean ofWrongClock) {
  /** Reads what it says, unverified: whoever refuses or accepts it is checked, not it. */
  static AccessToken read(String text, SessionRecord session, Asked asked, boolean ofWrongClock) {
    String[] parts = text.split("\\.", -1);
    JsonObject header = json(parts[0]);
    JsonObject claims = json(parts[1]);
    return new AccessToken(
        text,
        session,
        header.getString("kid"),
        claims.getJsonArray("roles", new JsonArray()).stream()
            .map(Object::toString)
            .collect(Collectors.toSet()),
        claims.getLong("exp") * 1000,
        asked.sentNanos(),
        asked.answeredNanos(),
        ofWrongClock);
  }

  private static JsonObject json(String part) {
    return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "an access token of " + session.user().name();
  }
}
