package signet.server.admin;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import signet.server.client.ClientSettings;

/** Clients, administered by a running server: {@code /admin/clients}. */
final class ServedClients implements ClientAdministration {
  private static final String PATH = "/admin/clients";

  private final ServerExchange server;

  ServedClients(ServerExchange server) {
    this.server = server;
  }

  @Override
  public Added add(String name, Map<String, String> settings) {
    JsonObject body = new JsonObject().put("client_id", name);
    settings.forEach(body::put);
    JsonObject client = server.post(PATH, body);
    Optional<String> secret = Optional.ofNullable((String) client.remove("client_secret"));
    return new Added(client, secret);
  }

  @Override
  public List<JsonObject> list() {
    return server.get(PATH).getJsonArray("clients").stream().map(JsonObject.class::cast).toList();
  }

  @Override
  public int remove(String name) {
    return server.delete(path(name)).getInteger("ended");
  }

  @Override
  public String rotateSecret(String name, boolean alone) {
    JsonObject body = new JsonObject().put("alone", Boolean.toString(alone));
    return server.post(path(name) + "/secret", body).getString("client_secret");
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
