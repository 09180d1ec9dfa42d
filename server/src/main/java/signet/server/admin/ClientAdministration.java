package signet.server.admin;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an administrator can do with clients. Thread-safe.
 *
 * <p>All operations may throw {@link AdministrationException}. Clients are shown as {@link
 * ClientJson} writes them.
 */
public interface ClientAdministration {
  /**
   * A client just added.
   *
   * @param secret shown this once; empty where it has keys, or can keep no secret
   */
  record Added(JsonObject client, Optional<String> secret) {
    @Override
    public String toString() {
      return "Added";
    }
  }

  /**
   * Adds a client to the store.
   *
   * @param settings by the names of {@link signet.server.client.ClientSettings}
   */
  Added add(String name, Map<String, String> settings);

  /** All clients: configured ones, then those of the store. */
  List<JsonObject> list();

  /** Removes a client of the store and ends its sessions; gives how many. */
  int remove(String name);

  /**
   * Gives a client of the store a new secret.
   *
   * @param alone whether the one before is refused from now on
   */
  String rotateSecret(String name, boolean alone);
}
