package signet.server.key;

import java.time.Instant;

/**
 * A signing key as it lies in the store.
 *
 * @param kid its RFC 7638 thumbprint
 * @param algorithm the {@code alg} it signs with
 * @param state its place in its life
 * @param publicJwk JSON
 * @param sealedPrivate a private JWK sealed by {@link MasterKey}
 * @param createdAt to the millisecond
 */
public record StoredKey(
    String kid,
    String algorithm,
    KeyState state,
    String publicJwk,
    String sealedPrivate,
    Instant createdAt) {
  @Override
  public String toString() {
    return "StoredKey[" + kid + " " + algorithm + " " + state.word() + "]";
  }
}
