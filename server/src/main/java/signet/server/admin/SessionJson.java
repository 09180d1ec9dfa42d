package signet.server.admin;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import signet.server.session.Channel;
import signet.server.session.Device;
import signet.server.session.Session;

/** Sessions on the wire. */
public final class SessionJson {
  private SessionJson() {}

  /** A session that lives as JSON, without secrets. */
  public static JsonObject write(Session session) {
    return new JsonObject()
        .put("session_id", session.sid())
        .put("sub", session.userId())
        .put("client_id", session.clientId())
        .put("channel", session.channel().word())
        .put("audience", session.audience())
        .put("scope", String.join(" ", session.scopes()))
        .put("auth_time", session.authTime().toString())
        .put("idle_expires_at", session.idleExpiresAt().toString())
        .put("expires_at", session.absoluteExpiresAt().toString())
        .put("bound_to", session.boundTo().orElse(null))
        .put(
            "device",
            new JsonObject()
                .put("address", session.device().address())
                .put("user_agent", session.device().userAgent()));
  }

  /** The session that {@link #write} wrote. */
  static Session read(JsonObject json) {
    JsonObject device = json.getJsonObject("device");
    TreeSet<String> scopes = new TreeSet<>();
    for (String scope : json.getString("scope").split(" ", -1)) {
      if (!scope.isEmpty()) {
        scopes.add(scope);
      }
    }
    return new Session(
        json.getString("session_id"),
        json.getString("sub"),
        json.getString("client_id"),
        Channel.ofWord(json.getString("channel")),
        json.getString("audience"),
        scopes,
        Instant.parse(json.getString("auth_time")),
        Instant.parse(json.getString("idle_expires_at")),
        Instant.parse(json.getString("expires_at")),
        Optional.empty(),
        new Device(device.getString("address"), device.getString("user_agent")),
        Optional.ofNullable(json.getString("bound_to")));
  }
}
