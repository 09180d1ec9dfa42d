package signet.server.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import signet.server.client.Client;
import signet.server.client.ClientSettings;
import signet.server.client.GrantType;
import signet.server.client.RegisteredClient;

/** Clients on the wire. */
final class ClientJson {
  private ClientJson() {}

  /** A client as JSON, without secrets. */
  static JsonObject write(RegisteredClient registered) {
    Client client = registered.client();
    JsonObject json =
        new JsonObject()
            .put("client_id", client.id())
            .put("source", registered.source())
            .put(ClientSettings.CHANNEL, client.channel().word())
            .put(
                ClientSettings.GRANTS,
                array(client.grants().stream().map(GrantType::word).toList()))
            .put(ClientSettings.AUDIENCES, new JsonArray(client.audiences()))
            .put(ClientSettings.SCOPES, array(client.scopes()))
            .put(ClientSettings.ORIGINS, array(client.allowedOrigins()))
            .put(ClientSettings.RESOURCE_SERVERS, array(client.powers().resourceServers()))
            .put(ClientSettings.VERIFIER, client.powers().verifier())
            .put(ClientSettings.ADMIN, client.powers().admin())
            .put("claims", new JsonObject(new TreeMap<>(Map.copyOf(client.claims()))))
            .put(ClientSettings.BOUND, client.isBound())
            .put("encrypted", client.encryption().isPresent())
            .put("secrets", registered.secrets())
            .put(ClientSettings.KEYS, new JsonArray(registered.keys()));
    put(json, ClientSettings.ACCESS_LIFETIME, client.lifetimes().access());
    put(json, ClientSettings.IDLE, client.lifetimes().idle());
    put(json, ClientSettings.ABSOLUTE, client.lifetimes().absolute());
    registered.createdAt().ifPresent(at -> json.put("created_at", at.toString()));
    return json;
  }

  private static void put(JsonObject json, String name, Optional<Duration> lifetime) {
    lifetime.ifPresent(duration -> json.put(name, duration.toSeconds() + "s"));
  }

  private static JsonArray array(Collection<String> values) {
    JsonArray array = new JsonArray();
    new TreeSet<>(values).forEach(array::add);
    return array;
  }
}
