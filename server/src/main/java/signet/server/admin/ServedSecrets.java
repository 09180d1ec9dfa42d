package signet.server.admin;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import signet.server.key.SecretExport;

/** Secrets in and out of a running server, through its socket alone. */
final class ServedSecrets implements SecretAdministration {
  private static final String PATH = "/admin/secrets";

  private final ServerExchange server;

  ServedSecrets(ServerExchange server) {
    this.server = server;
  }

  @Override
  public SecretExport.Secrets export() {
    JsonObject reply = server.get(PATH);
    List<String> kids = reply.getJsonArray("kids").stream().map(String.class::cast).toList();
    return new SecretExport.Secrets(reply.getString("jwk_set"), kids);
  }

  @Override
  public Optional<Instant> delivered(List<String> kids) {
    JsonObject reply =
        server.post(PATH + "/delivered", new JsonObject().put("kids", String.join(" ", kids)));
    return Optional.ofNullable(reply.getString("signs_from")).map(Instant::parse);
  }

  @Override
  public String importKey(String jwk) {
    return server.post(PATH + "/import", new JsonObject().put("jwk", jwk)).getString("kid");
  }
}
