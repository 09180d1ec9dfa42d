package signet.server.admin;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import signet.server.client.ClientSettings;

/** Clients, administered through the socket: {@code /admin/clients}. */
final class SocketClients implements ClientAdministration {
  private static final String PATH = "/admin/clients";

  private final SocketExchange socket;

  SocketClients(SocketExchange socket) {
    this.socket = socket;
  }

  @Override
  public Added add(String name, Map<String, String> settings) {
    JsonObject body = new JsonObject().put("client_id", name);
    settings.forEach(body::put);
    JsonObject client = socket.post(PATH, body);
    Optional<String> secret = Optional.ofNullable((String) client.remove("client_secret"));
    return new Added(client, secret);
  }

  @Override
  public List<JsonObject> list() {
    return socket.get(PATH).getJsonArray("clients").stream().map(JsonObject.class::cast).toList();
  }

  @Override
  public void remove(String name) {
    socket.delete(path(name));
  }

  @Override
  public String rotateSecret(String name, boolean alone) {
    JsonObject body = new JsonObject().put("alone", Boolean.toString(alone));
    return socket.post(path(name) + "/secret", body).getString("client_secret");
  }

  private static String path(String name) {
    // What is none would not even reach the operation.
    if (!ClientSettings.isName(name)) {
      throw new AdministrationException(
          Refusal.NO_SUCH_CLIENT,
          "there is no client of that name; 'signet client list' shows all");
    }
    return PATH + "/" + name;
  }
}
