package signet.server.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import signet.server.account.RoleEdit;
import signet.server.user.User;

/** Users, administered by a running server: {@code /admin/users}. */
final class ServedUsers implements UserAdministration {
  private static final String PATH = "/admin/users";

  private final ServerExchange server;

  ServedUsers(ServerExchange server) {
    this.server = server;
  }

  @Override
  public User add(String name, String password, Set<String> roles) {
    JsonObject body =
        new JsonObject()
            .put("name", name)
            .put("password", password)
            .put("roles", new JsonArray(List.copyOf(roles)));
    return UserJson.read(server.post(PATH, body));
  }

  @Override
  public List<User> list(Optional<String> after, int limit) {
    String query =
        "?limit=" + limit + after.map(a -> "&after=" + ServerExchange.escaped(a)).orElse("");
    return server.get(PATH + query).getJsonArray("users").stream()
        .map(user -> UserJson.read((JsonObject) user))
        .toList();
  }

  @Override
  public Optional<User> find(String name) {
    return server.get(PATH + "?name=" + ServerExchange.escaped(name)).getJsonArray("users").stream()
        .map(user -> UserJson.read((JsonObject) user))
        .findFirst();
  }

  @Override
  public User get(String id) {
    return UserJson.read(server.get(path(id)));
  }

  @Override
  public User editRoles(String id, RoleEdit edit) {
    JsonObject body =
        new JsonObject()
            .put("add_roles", new JsonArray(List.copyOf(edit.added())))
            .put("remove_roles", new JsonArray(List.copyOf(edit.removed())));
    return UserJson.read(server.patch(path(id), body));
  }

  @Override
  public User setEnabled(String id, boolean enabled) {
    JsonObject body = new JsonObject().put("status", UserJson.status(enabled));
    return UserJson.read(server.patch(path(id), body));
  }

  @Override
  public void resetPassword(String id, String password) {
    server.post(path(id) + "/password", new JsonObject().put("password", password));
  }

  @Override
  public List<ImportResult> importLines(List<String> lines, boolean dryRun) {
    JsonObject body =
        new JsonObject()
            .put("lines", new JsonArray(List.copyOf(lines)))
            .put("mode", dryRun ? "dry-run" : "import");
    return server.post(PATH + "/import", body).getJsonArray("results").stream()
        .map(result -> result((JsonObject) result))
        .toList();
  }

  private static ImportResult result(JsonObject json) {
    return new ImportResult(
        ImportResult.Outcome.ofWord(json.getString("outcome")), json.getString("problem", ""));
  }

  private static String path(String id) {
    return PATH + "/" + ServerExchange.escaped(id);
  }
}
