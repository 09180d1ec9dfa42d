package signet.server.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwks.KeySource;

/**
 * The keys in the store that tokens may be verified with, read each time: for who verifies one
 * token and no more. Thread-safe; blocks.
 */
public final class StoredKeySource implements KeySource {
  private final KeyStore store;
  private final Supplier<PrivateKeys> privateKeys;

  /**
   * Keys of that store.
   *
   * @param privateKeys asked for where a key is a secret
   */
  public StoredKeySource(KeyStore store, Supplier<PrivateKeys> privateKeys) {
    this.store = store;
    this.privateKeys = privateKeys;
  }

  @Override
  public Optional<JwkSet> current() {
    List<Jwk> keys = new ArrayList<>();
    for (StoredKey key : store.all()) {
      if (key.state().isPublished()) {
        keys.add(
            key.isSymmetric() ? privateKeys.get().openSecret(key) : Jwk.parse(key.publicJwk()));
      }
    }
    return Optional.of(JwkSet.of(keys));
  }
}
