package signet.server.admin;

import io.vertx.core.json.JsonObject;
import java.util.List;
import signet.server.audit.AuditLog;
import signet.server.audit.AuditRecord;

/** The record, read by way of a running server: {@code /admin/audit}. */
final class ServedAudit implements AuditAdministration {
  private final ServerExchange server;

  ServedAudit(ServerExchange server) {
    this.server = server;
  }

  @Override
  public List<AuditRecord> list(AuditLog.Query query) {
    StringBuilder uri = new StringBuilder("/admin/audit?limit=").append(query.limit());
    query.after().ifPresent(after -> add(uri, "after", after.text()));
    query.since().ifPresent(since -> add(uri, "since", since.toString()));
    query.userId().ifPresent(user -> add(uri, "user", user));
    query.event().ifPresent(event -> add(uri, "event", event));
    return server.get(uri.toString()).getJsonArray("events").stream()
        .map(event -> AuditJson.read((JsonObject) event))
        .toList();
  }

  private static void add(StringBuilder uri, String name, String value) {
    uri.append('&').append(name).append('=').append(ServerExchange.escaped(value));
  }
}
