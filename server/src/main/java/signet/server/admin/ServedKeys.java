package signet.server.admin;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import signet.server.key.KeyOperations;
import signet.server.key.KeyStatus;

/** Signing keys, administered by a running server: {@code /admin/keys}. */
final class ServedKeys implements KeyAdministration {
  private static final String PATH = "/admin/keys";

  // What is none would not even reach the operation.
  private static final Pattern KID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private final ServerExchange server;

  ServedKeys(ServerExchange server) {
    this.server = server;
  }

  @Override
  public List<KeyStatus> list() {
    return server.get(PATH).getJsonArray("keys").stream()
        .map(key -> KeyJson.read((JsonObject) key))
        .toList();
  }

  @Override
  public KeyOperations.Done rotate(boolean force) {
    return KeyJson.done(server.post(PATH + "/rotate", flag("force", force)));
  }

  @Override
  public KeyOperations.Done retire(String kid, boolean force) {
    return KeyJson.done(server.post(path(kid) + "/retire", flag("force", force)));
  }

  @Override
  public KeyOperations.Done compromise(String kid, boolean andSessions) {
    return KeyJson.done(server.post(path(kid) + "/compromise", flag("and_sessions", andSessions)));
  }

  private static JsonObject flag(String name, boolean set) {
    return set ? new JsonObject().put(name, "true") : new JsonObject();
  }

  private static String path(String kid) {
    if (!KID.matcher(kid).matches()) {
      throw new AdministrationException(
          Refusal.NO_SUCH_KEY, "there is no key of that kid; 'signet key list' shows all");
    }
    return PATH + "/" + kid;
  }
}
