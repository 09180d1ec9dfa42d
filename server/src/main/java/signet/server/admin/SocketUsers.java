package signet.server.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import signet.server.user.User;

/** Users, administered through the socket: {@code /admin/users}. */
final class SocketUsers implements UserAdministration {
  private static final String PATH = "/admin/users";

  private final SocketExchange socket;

  SocketUsers(SocketExchange socket) {
    this.socket = socket;
  }

  @Override
  public User add(String name, String password, Set<String> roles) {
    JsonObject body =
        new JsonObject()
            .put("name", name)
            .put("password", password)
            .put("roles", new JsonArray(List.copyOf(roles)));
    return UserJson.read(socket.post(PATH, body));
  }

  @Override
  public List<User> list(Optional<String> after, int limit) {
    String query =
        "?limit=" + limit + after.map(a -> "&after=" + SocketExchange.escaped(a)).orElse("");
    return socket.get(PATH + query).getJsonArray("users").stream()
        .map(user -> UserJson.read((JsonObject) user))
        .toList();
  }
}
