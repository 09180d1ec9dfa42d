package signet.server.admin;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import signet.server.audit.AuditEvent;
import signet.server.audit.AuditRecord;

/** The record on the wire. */
public final class AuditJson {
  private AuditJson() {}

  /** An event on record as JSON; members that say nothing are left out. */
  public static JsonObject write(AuditRecord audited) {
    AuditEvent event = audited.event();
    JsonObject json =
        new JsonObject()
            .put("id", audited.id())
            .put("at", audited.at().toString())
            .put("event", event.event())
            .put("outcome", event.outcome().word());
    putUnlessEmpty(json, "reason", event.reason());
    json.put("actor", event.origin().actor());
    putUnlessEmpty(json, "sub", audited.userId().orElse(""));
    putUnlessEmpty(json, "sid", audited.sid().orElse(""));
    putUnlessEmpty(json, "address", event.origin().address());
    putUnlessEmpty(json, "correlation_id", event.origin().correlationId());
    return json;
  }

  private static void putUnlessEmpty(JsonObject json, String name, String value) {
    if (!value.isEmpty()) {
      json.put(name, value);
    }
  }

  /** The event that {@link #write} wrote. */
  static AuditRecord read(JsonObject json) {
    return new AuditRecord(
        json.getString("id"),
        Instant.parse(json.getString("at")),
        new AuditEvent(
            json.getString("event"),
            AuditEvent.Outcome.ofWord(json.getString("outcome")),
            json.getString("reason", ""),
            new AuditEvent.Origin(
                json.getString("actor"),
                json.getString("address", ""),
                json.getString("correlation_id", ""))),
        Optional.ofNullable(json.getString("sub")),
        Optional.ofNullable(json.getString("sid")));
  }
}
