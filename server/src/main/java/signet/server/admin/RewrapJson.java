package signet.server.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import signet.server.key.Rewrap;

/** The report of a rewrap as JSON, written and read. */
public final class RewrapJson {
  private RewrapJson() {}

  /** As JSON. */
  public static JsonObject write(Rewrap.Report report) {
    JsonArray needed = new JsonArray();
    report.needed().forEach(key -> needed.add(write(key)));
    return new JsonObject()
        .put("current", report.current())
        .put("rewrapped", report.rewrapped())
        .put("needed", needed);
  }

  private static JsonObject write(Rewrap.Needed needed) {
    JsonObject object =
        new JsonObject()
            .put("master_key", needed.masterKeyId())
            .put("signing_keys", needed.signingKeys())
            .put("sessions", needed.sessions());
    needed.until().ifPresent(until -> object.put("until", until.toString()));
    return object;
  }

  static Rewrap.Report read(JsonObject json) {
    List<Rewrap.Needed> needed =
        json.getJsonArray("needed").stream().map(key -> needed((JsonObject) key)).toList();
    return new Rewrap.Report(json.getString("current"), json.getInteger("rewrapped"), needed);
  }

  private static Rewrap.Needed needed(JsonObject json) {
    return new Rewrap.Needed(
        json.getString("master_key"),
        json.getInteger("signing_keys"),
        json.getInteger("sessions"),
        Optional.ofNullable(json.getString("until")).map(Instant::parse));
  }
}
