package signet.server.admin;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import signet.server.session.Session;

/** Sessions, administered through the socket: {@code /admin/sessions}. */
final class SocketSessions implements SessionAdministration {
  private static final String PATH = "/admin/sessions";

  // What is none would not even reach the operation.
  private static final Pattern SID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final SocketExchange socket;

  SocketSessions(SocketExchange socket) {
    this.socket = socket;
  }

  @Override
  public List<Session> list(Optional<String> userId, Optional<String> after, int limit) {
    String query =
        "?limit="
            + limit
            + userId.map(user -> "&user=" + SocketExchange.escaped(user)).orElse("")
            + after.map(sid -> "&after=" + SocketExchange.escaped(sid)).orElse("");
    return socket.get(PATH + query).getJsonArray("sessions").stream()
        .map(session -> SessionJson.read((JsonObject) session))
        .toList();
  }

  @Override
  public void revoke(String sid) {
    if (!SID.matcher(sid).matches()) {
      throw DirectSessions.noSuchSession();
    }
    socket.delete(PATH + "/" + SocketExchange.escaped(sid));
  }

  @Override
  public int revokeAll(String userId) {
    return ended(socket.delete(PATH + "?user=" + SocketExchange.escaped(userId)));
  }

  @Override
  public int fence() {
    return ended(socket.post(PATH + "/fence", new JsonObject()));
  }

  private static int ended(JsonObject reply) {
    return reply.getInteger("ended");
  }
}
