package signet.server.admin;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import signet.server.session.Session;

/** Sessions, administered by a running server: {@code /admin/sessions}. */
final class ServedSessions implements SessionAdministration {
  private static final String PATH = "/admin/sessions";

  // What is none would not even reach the operation.
  private static final Pattern SID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final ServerExchange server;

  ServedSessions(ServerExchange server) {
    this.server = server;
  }

  @Override
  public List<Session> list(Optional<String> userId, Optional<String> after, int limit) {
    String query =
        "?limit="
            + limit
            + userId.map(user -> "&user=" + ServerExchange.escaped(user)).orElse("")
            + after.map(sid -> "&after=" + ServerExchange.escaped(sid)).orElse("");
    return server.get(PATH + query).getJsonArray("sessions").stream()
        .map(session -> SessionJson.read((JsonObject) session))
        .toList();
  }

  @Override
  public void revoke(String sid) {
    if (!SID.matcher(sid).matches()) {
      throw DirectSessions.noSuchSession();
    }
    server.delete(PATH + "/" + ServerExchange.escaped(sid));
  }

  @Override
  public int revokeAll(String userId) {
    return ended(server.delete(PATH + "?user=" + ServerExchange.escaped(userId)));
  }

  @Override
  public int fence() {
    return ended(server.post(PATH + "/fence", new JsonObject()));
  }

  private static int ended(JsonObject reply) {
    return reply.getInteger("ended");
  }
}
