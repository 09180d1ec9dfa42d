package signet.server.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import signet.jose.jwk.JwkSet;

/**
 * A client as administrators see it, without secrets.
 *
 * @param client what it may do
 * @param createdAt when it was added to the store; empty for one of the configuration
 */
public record RegisteredClient(Client client, Optional<Instant> createdAt) {
  /** Where it can be changed. */
  public String source() {
    return createdAt.isPresent() ? "store" : "configuration";
  }

  /** How many secrets it may use. */
  public int secrets() {
    return client.credentials().secretHashes().size();
  }

  /** The kids of its keys, or their thumbprints where they have none. */
  public List<String> keys() {
    return client.credentials().keys().map(JwkSet::keys).orElse(List.of()).stream()
        .map(key -> key.kid().orElseGet(key::thumbprint))
        .toList();
  }
}
