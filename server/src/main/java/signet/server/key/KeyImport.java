package signet.server.key;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.jws.SigningKey;
import signet.server.audit.AuditEvent;

/**
 * Takes over keys that were made elsewhere. They go the way of every key: published, then signing
 * once all verifiers can have them. Thread-safe.
 */
public final class KeyImport {
  private static final int ATTEMPTS = 20;

  private final KeyStore store;
  private final Supplier<SealedKeys> sealed;
  private final KeyRules rules;

  /**
   * Into that store.
   *
   * @param sealed made when it is asked for, since master keys may be far away
   */
  public KeyImport(KeyStore store, Supplier<SealedKeys> sealed, KeyRules rules) {
    this.store = store;
    this.sealed = sealed;
    this.rules = rules;
  }

  /** A key cannot be taken over; the message says why, and holds nothing of the key. */
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * Takes over a pair, or a secret, that names its algorithm.
   *
   * @param json a JWK
   * @return its {@code kid}: the thumbprint of a pair, a new random name of a secret
   * @throws RefusedException if it is weak, known, or not for the algorithm of access tokens
   */
  public String add(String json, AuditEvent.Origin origin) throws RefusedException {
    PrivateKeys.Generated imported = sealed.get().take(checked(json));
    StoredKey key =
        new StoredKey(
            imported.kid(),
            rules.algorithm().wireName(),
            KeyState.PENDING,
            imported.publicJwk(),
            imported.storedPrivate(),
            store.load().now().truncatedTo(ChronoUnit.MILLIS));
    KeyStep step = KeyStep.make(rules.algorithm(), KeyState.PENDING);
    AuditEvent event =
        new AuditEvent("key-imported", AuditEvent.Outcome.DONE, "kid " + imported.kid(), origin);
    for (int i = 0; i < ATTEMPTS; i++) {
      KeySnapshot set = store.load();
      if (set.find(imported.kid()).isPresent()) {
        throw new RefusedException("the key is there already, be it in use or withdrawn");
      }
      if (set.publishedCount() >= KeyLifecycle.MAX_PUBLISHED) {
        throw new RefusedException(
            KeyLifecycle.MAX_PUBLISHED + " keys are published: wait until some are retired");
      }
      KeyStore.Change change = new KeyStore.Change(List.of(event), Optional.empty());
      if (store.take(set.seq(), step, Optional.of(key), change).isPresent()) {
        return imported.kid();
      }
    }
    throw new RefusedException("the keys were changed by others at the same time: try again");
  }

  private Jwk checked(String json) throws RefusedException {
    try {
      Jwk jwk = Jwk.parse(json);
      JwsAlgorithm algorithm = rules.algorithm();
      if (jwk.alg().flatMap(JwsAlgorithm::fromWireName).filter(algorithm::equals).isEmpty()) {
        throw new RefusedException(
            "the key is not for %s, which tokens.access.algorithm says"
                .formatted(algorithm.wireName()));
      }
      if (jwk instanceof SecretJwk secret) {
        requireStrong(secret);
        SigningKey.of(secret, algorithm);
      } else if (jwk instanceof PrivateJwk pair) {
        SigningKey.of(pair, algorithm);
      } else {
        throw new RefusedException("it is a public key, and signing needs the private one");
      }
      return jwk;
    } catch (JwkException e) {
      throw new RefusedException("the key cannot be used: " + e.getMessage());
    }
  }

  private static void requireStrong(SecretJwk secret) throws RefusedException {
    Optional<String> problem = SecretStrength.problem(secret.secret());
    if (problem.isPresent()) {
      throw new RefusedException(
          "the secret could be guessed: %s; make one with 'signet key generate --alg HS256 --out FILE'"
              .formatted(problem.get()));
    }
  }
}
