package signet.server.client;

import java.util.List;
import java.util.Optional;
import signet.jose.jwk.JwkSet;

/**
 * How a client shows that it is the client; never shows itself.
 *
 * @param secretHashes of one secret, or two during a rotation
 * @param keys public ones, of which one signs its assertions; empty where it has none
 */
public record ClientKeys(List<SecretHash> secretHashes, Optional<JwkSet> keys) {
  /** Those of a client that has none. */
  public static final ClientKeys NONE = new ClientKeys(List.of(), Optional.empty());

  public ClientKeys {
    secretHashes = List.copyOf(secretHashes);
  }

  /** Whether there is nothing that it could show. */
  public boolean isEmpty() {
    return secretHashes.isEmpty() && keys.isEmpty();
  }

  /** Whether the secret is one of its own. Compares with each, in constant time. */
  boolean takes(String secret) {
    SecretHash presented = SecretHash.of(secret);
    boolean taken = false;
    for (SecretHash hash : secretHashes) {
      taken |= hash.matches(presented);
    }
    return taken;
  }

  @Override
  public String toString() {
    return "ClientKeys["
        + secretHashes.size()
        + " secrets, keys "
        + keys.map(JwkSet::kids).orElse(List.of())
        + "]";
  }
}
