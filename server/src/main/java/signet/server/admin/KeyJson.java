package signet.server.admin;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import signet.server.key.KeyOperations;
import signet.server.key.KeyState;
import signet.server.key.KeyStatus;

/** Signing keys on the wire; public halves alone. */
public final class KeyJson {
  private KeyJson() {}

  /** A key as JSON. */
  public static JsonObject write(KeyStatus key) {
    JsonObject json =
        new JsonObject()
            .put("kid", key.kid())
            .put("algorithm", key.algorithm())
            .put("state", key.state().word())
            .put("since", key.since().toString())
            .put("age_seconds", key.age().toSeconds())
            .put("live_tokens_at_most", key.liveTokensAtMost())
            .put("imported", key.imported());
    key.next().ifPresent(next -> json.put("next", next.word()));
    key.nextAt().ifPresent(at -> json.put("next_at", at.toString()));
    return json.put("public_jwk", new JsonObject(key.publicJwk()));
  }

  /** The key that {@link #write(KeyStatus)} wrote. */
  static KeyStatus read(JsonObject json) {
    return new KeyStatus(
        json.getString("kid"),
        json.getString("algorithm"),
        KeyState.ofWord(json.getString("state")),
        json.getJsonObject("public_jwk").encode(),
        Instant.parse(json.getString("since")),
        Duration.ofSeconds(json.getLong("age_seconds")),
        Optional.ofNullable(json.getString("next")).map(KeyState::ofWord),
        Optional.ofNullable(json.getString("next_at")).map(Instant::parse),
        json.getLong("live_tokens_at_most"),
        json.getBoolean("imported"));
  }

  /** What came of an operation, as JSON. */
  public static JsonObject write(KeyOperations.Done done) {
    return new JsonObject()
        .put("active_kid", done.activeKid())
        .put("ended_sessions", done.endedSessions());
  }

  /** What {@link #write(KeyOperations.Done)} wrote. */
  static KeyOperations.Done done(JsonObject json) {
    return new KeyOperations.Done(json.getString("active_kid"), json.getInteger("ended_sessions"));
  }
}
