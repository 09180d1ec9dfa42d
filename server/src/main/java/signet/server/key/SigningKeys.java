package signet.server.key;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jws.SigningKey;
import signet.server.start.StartupException;

/**
 * The keys in use: one that signs, and the set that is published. Immutable and thread-safe; the
 * first key is made, and active at once, where there is none.
 */
public final class SigningKeys {
  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

  private final SigningKey active;
  private final String activeKid;
  private final JwkSet published;

  private SigningKeys(SigningKey active, String activeKid, JwkSet published) {
    this.active = active;
    this.activeKid = activeKid;
    this.published = published;
  }

  /**
   * Loads the keys, and makes the first one.
   *
   * @param algorithm of the key that signs
   * @throws StartupException if the private halves cannot be had
   */
  public static SigningKeys open(
      KeyStore store, PrivateKeys privateKeys, JwsAlgorithm algorithm, InstantSource clock) {
    if (findActive(store.all(), algorithm).isEmpty()) {
      makeFirst(store, privateKeys, algorithm, clock.instant());
    }
    List<StoredKey> keys = store.all();
    StoredKey active = findActive(keys, algorithm).orElseThrow();
    List<Jwk> published =
        keys.stream()
            .filter(key -> key.state().isPublished())
            .map(key -> Jwk.parse(key.publicJwk()))
            .toList();
    return new SigningKeys(privateKeys.open(active), active.kid(), JwkSet.of(published));
  }

  private static Optional<StoredKey> findActive(List<StoredKey> keys, JwsAlgorithm algorithm) {
    return keys.stream()
        .filter(key -> key.state() == KeyState.ACTIVE)
        .filter(key -> key.algorithm().equals(algorithm.wireName()))
        .findFirst();
  }

  private static void makeFirst(
      KeyStore store, PrivateKeys privateKeys, JwsAlgorithm algorithm, Instant now) {
    PrivateKeys.Generated made = privateKeys.generate(algorithm);
    boolean inserted =
        store.insertActive(
            new StoredKey(
                made.kid(),
                algorithm.wireName(),
                KeyState.ACTIVE,
                made.publicJwk(),
                made.storedPrivate(),
                now.truncatedTo(ChronoUnit.MILLIS)));
    if (inserted) {
      LOG.info("made the signing key {} for {}", made.kid(), algorithm.wireName());
    }
  }

  /** The key that signs access tokens. */
  public SigningKey active() {
    return active;
  }

  /** The {@code kid} of {@link #active()}. */
  public String activeKid() {
    return activeKid;
  }

  /** What verifiers are told; public keys alone. */
  public JwkSet published() {
    return published;
  }
}
