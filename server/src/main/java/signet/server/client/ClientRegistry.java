package signet.server.client;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The clients known to the server. Immutable. */
public final class ClientRegistry {
  private final Map<String, Client> byId;

  /** A registry of those clients. */
  public ClientRegistry(Collection<Client> clients) {
    byId = clients.stream().collect(Collectors.toUnmodifiableMap(Client::id, Function.identity()));
  }

  /** All of them. */
  public Collection<Client> all() {
    return byId.values();
  }

  /** The client of that {@code client_id}. */
  public Optional<Client> find(String clientId) {
    return Optional.ofNullable(byId.get(clientId));
  }
}
