package signet.gateway.txn;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import signet.gateway.txn.TransactionKey.State;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.PrivateJwk;

/**
 * A set of keys as text: one line of JSON, and in a second line its SHA-256, so that a file that is
 * cut short or was hit by a fault of the disk is known for one. Times are in milliseconds.
 */
final class KeyFile {
  private static final int VERSION = 1;

  private KeyFile() {}

  static String write(KeySet set) {
    JsonArray keys = new JsonArray();
    for (TransactionKey key : set.keys()) {
      keys.add(
          new JsonObject()
              .put("state", key.state().word())
              .put("created_at", key.createdAt().toEpochMilli())
              .put("activate_at", key.activateAt().toEpochMilli())
              .put("since", key.since().toEpochMilli())
              .put("jwk", new JsonObject(key.jwk().exportJson())));
    }
    String json =
        new JsonObject()
            .put("version", VERSION)
            .put("longest_max_age_s", set.longestMaxAge().toSeconds())
            .put("keys", keys)
            .encode();
    return json + "\n" + digest(json) + "\n";
  }

  /** The set; empty where the text is not one that {@link #write} wrote. */
  static Optional<KeySet> read(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length != 3 || !lines[2].isEmpty() || !lines[1].equals(digest(lines[0]))) {
      return Optional.empty();
    }
    try {
      JsonObject json = new JsonObject(lines[0]);
      if (json.getInteger("version") != VERSION) {
        return Optional.empty();
      }
      List<TransactionKey> keys = new ArrayList<>();
      for (Object key : json.getJsonArray("keys")) {
        keys.add(key((JsonObject) key));
      }
      Duration longest = Duration.ofSeconds(json.getLong("longest_max_age_s"));
      return Optional.of(new KeySet(keys, longest));
    } catch (DecodeException | ClassCastException | NullPointerException | JwkException e) {
      // Its digest is right, so another version wrote it. Nothing of it: it holds private keys.
      return Optional.empty();
    }
  }

  private static TransactionKey key(JsonObject key) {
    return new TransactionKey(
        (PrivateJwk) Jwk.parse(key.getJsonObject("jwk").encode()),
        State.ofWord(key.getString("state")).orElseThrow(ClassCastException::new),
        Instant.ofEpochMilli(key.getLong("created_at")),
        Instant.ofEpochMilli(key.getLong("activate_at")),
        Instant.ofEpochMilli(key.getLong("since")));
  }

  private static String digest(String json) {
    try {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this JDK", e);
    }
  }
}
