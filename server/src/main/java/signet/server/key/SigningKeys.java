package signet.server.key;

import java.security.SecureRandom;
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
import signet.jose.jwk.PrivateJwk;
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
  private final RefreshTokenKey refreshTokenKey;

  private SigningKeys(
      SigningKey active, String activeKid, JwkSet published, RefreshTokenKey refreshTokenKey) {
    this.active = active;
    this.activeKid = activeKid;
    this.published = published;
    this.refreshTokenKey = refreshTokenKey;
  }

  /**
   * Loads the keys, and makes master key and signing key on a first start.
   *
   * @param algorithm of the key that signs
   * @throws StartupException if the master key is missing, unusable or another one
   */
  public static SigningKeys open(
      KeyStore store, MasterKeyFile masterKeyFile, JwsAlgorithm algorithm, InstantSource clock) {
    MasterKey masterKey = masterKey(masterKeyFile, store.all());
    if (findActive(store.all(), algorithm).isEmpty()) {
      makeFirst(store, masterKey, algorithm, clock.instant());
    }
    List<StoredKey> keys = store.all();
    StoredKey active = findActive(keys, algorithm).orElseThrow();
    List<Jwk> published =
        keys.stream()
            .filter(key -> key.state().isPublished())
            .map(key -> Jwk.parse(key.publicJwk()))
            .toList();
    return new SigningKeys(
        SigningKey.of(unseal(active, masterKey, masterKeyFile), algorithm),
        active.kid(),
        JwkSet.of(published),
        masterKey.refreshTokenKey());
  }

  private static MasterKey masterKey(MasterKeyFile file, List<StoredKey> keys) {
    if (file.exists()) {
      return file.read();
    }
    if (!keys.isEmpty()) {
      throw StartupException.surroundings(
          "the master key file "
              + file.path()
              + " is missing: restore it from its backup, or name it with --master-key");
    }
    return file.createFirst(new SecureRandom());
  }

  private static Optional<StoredKey> findActive(List<StoredKey> keys, JwsAlgorithm algorithm) {
    return keys.stream()
        .filter(key -> key.state() == KeyState.ACTIVE)
        .filter(key -> key.algorithm().equals(algorithm.wireName()))
        .findFirst();
  }

  private static void makeFirst(
      KeyStore store, MasterKey masterKey, JwsAlgorithm algorithm, Instant now) {
    PrivateJwk generated = PrivateJwk.generate(algorithm);
    String kid = generated.thumbprint();
    PrivateJwk key = generated.withKid(kid).withAlgorithm(algorithm).withUse("sig");
    boolean inserted =
        store.insertActive(
            new StoredKey(
                kid,
                algorithm.wireName(),
                KeyState.ACTIVE,
                key.toPublic().toJson(),
                masterKey.seal(key.exportJson(), sealName(kid, algorithm.wireName())),
                now.truncatedTo(ChronoUnit.MILLIS)));
    if (inserted) {
      LOG.info("made the signing key {} for {}", kid, algorithm.wireName());
    }
  }

  private static PrivateJwk unseal(StoredKey key, MasterKey masterKey, MasterKeyFile file) {
    try {
      String json = masterKey.open(key.sealedPrivate(), sealName(key.kid(), key.algorithm()));
      return (PrivateJwk) Jwk.parse(json);
    } catch (WrongMasterKeyException e) {
      throw StartupException.surroundings(
          "the master key in "
              + file.path()
              + " is not the one that sealed the signing keys: name the right file with"
              + " --master-key",
          e);
    }
  }

  /**
   * Key and algorithm are bound to the sealed text, so that neither can be exchanged in the store.
   */
  private static String sealName(String kid, String algorithm) {
    return "signing-key " + algorithm + " " + kid;
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

  /** The key of the tags of refresh tokens, which comes of the same master key. */
  public RefreshTokenKey refreshTokenKey() {
    return refreshTokenKey;
  }
}
