package signet.server.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import signet.server.user.User;

/** Users on the wire. */
public final class UserJson {
  private UserJson() {}

  /** A user as JSON, without secrets. */
  public static JsonObject write(User user) {
    return new JsonObject()
        .put("id", user.id())
        .put("name", user.name())
        .put("roles", new JsonArray(List.copyOf(user.roles())))
        .put("authz_ver", user.authzVersion())
        .put("status", status(user.enabled()))
        .put("created_at", user.createdAt().toString());
  }

  /** The word for whether login is permitted. */
  public static String status(boolean enabled) {
    return enabled ? "enabled" : "disabled";
  }

  /** The user that {@link #write} wrote. */
  static User read(JsonObject json) {
    SortedSet<String> roles = new TreeSet<>();
    json.getJsonArray("roles").forEach(role -> roles.add((String) role));
    return new User(
        json.getString("id"),
        json.getString("name"),
        roles,
        json.getLong("authz_ver"),
        json.getString("status").equals("enabled"),
        Instant.parse(json.getString("created_at")));
  }
}
