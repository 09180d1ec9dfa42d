package signet.server.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import signet.server.revocation.FeedReader;
import signet.server.revocation.VerifierReading;
import signet.server.revocation.VerifierReport;

/** How far revocations have spread, on the wire. */
public final class VerifierJson {
  private VerifierJson() {}

  /** A reading as JSON. */
  public static JsonObject write(VerifierReading reading) {
    JsonArray verifiers = new JsonArray();
    reading.verifiers().forEach(seen -> verifiers.add(write(seen)));
    return new JsonObject()
        .put("epoch", reading.head().epoch())
        .put("seq", reading.head().seq())
        .put("changed_at", reading.changedAt().toString())
        .put("now", reading.now().toString())
        .put("servers", reading.servers())
        .put("verifiers", verifiers);
  }

  private static JsonObject write(VerifierReading.Seen seen) {
    VerifierReport report = seen.report();
    JsonObject json =
        new JsonObject()
            .put("client_id", report.clientId())
            .put("instance", report.instance())
            .put("epoch", report.position().epoch())
            .put("seq", report.position().seq())
            .put("reached_at", seen.reachedAt().toString())
            .put("seen_at", seen.seenAt().toString());
    report.keysetId().ifPresent(id -> json.put("keyset_id", id));
    return json;
  }

  /** The reading that {@link #write(VerifierReading)} wrote. */
  static VerifierReading read(JsonObject json) {
    return new VerifierReading(
        position(json),
        Instant.parse(json.getString("changed_at")),
        Instant.parse(json.getString("now")),
        json.getInteger("servers"),
        json.getJsonArray("verifiers").stream().map(seen -> seen((JsonObject) seen)).toList());
  }

  private static VerifierReading.Seen seen(JsonObject json) {
    return new VerifierReading.Seen(
        new VerifierReport(
            json.getString("client_id"),
            json.getString("instance"),
            position(json),
            Optional.ofNullable(json.getString("keyset_id"))),
        Instant.parse(json.getString("reached_at")),
        Instant.parse(json.getString("seen_at")));
  }

  private static FeedReader.Head position(JsonObject json) {
    return new FeedReader.Head(json.getString("epoch"), json.getLong("seq"));
  }
}
