package signet.server.key;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.jose.jwk.JwkSet;
import signet.server.audit.AuditEvent;

/**
 * Takes steps: makes what key they need, puts them on record and tells the log. Thread-safe.
 *
 * <p>The events are called {@code key-made}, {@code key-published}, {@code key-active}, {@code
 * key-retiring}, {@code key-retired} and {@code key-compromised}; the reason of each names the key
 * and the set that is published from then on.
 */
final class KeyChanges {
  private static final Logger LOG = LoggerFactory.getLogger(KeyChanges.class);

  private final KeyStore store;
  private final Supplier<PrivateKeys> privateKeys;

  KeyChanges(KeyStore store, PrivateKeys privateKeys) {
    this(store, () -> privateKeys);
  }

  /** With private halves that are asked for when a key is to be made. */
  KeyChanges(KeyStore store, Supplier<PrivateKeys> privateKeys) {
    this.store = store;
    this.privateKeys = privateKeys;
  }

  /** Takes a step from there; empty if somebody else took one. */
  Optional<KeyStore.Taken> take(KeySnapshot set, KeyStep step, AuditEvent.Origin origin) {
    return take(set, step, origin, Optional.empty());
  }

  /** As {@link #take(KeySnapshot, KeyStep, AuditEvent.Origin)}, and ends sessions in the same. */
  Optional<KeyStore.Taken> take(
      KeySnapshot set, KeyStep step, AuditEvent.Origin origin, Optional<AuditEvent> endSessions) {
    Optional<StoredKey> made = step.making().map(making -> make(set, making));
    String keysetId = keysetIdAfter(set, step, made);
    List<Told> told = told(step, made);
    List<AuditEvent> events = told.stream().map(t -> t.event(keysetId, origin)).toList();
    Optional<KeyStore.Taken> taken =
        store.take(set.seq(), step, made, new KeyStore.Change(events, endSessions));
    if (taken.isPresent()) {
      told.forEach(t -> t.log(keysetId));
    }
    return taken;
  }

  private StoredKey make(KeySnapshot set, KeyStep.Making making) {
    PrivateKeys.Generated generated = privateKeys.get().generate(making.algorithm());
    return new StoredKey(
        generated.kid(),
        making.algorithm().wireName(),
        making.state(),
        generated.publicJwk(),
        generated.storedPrivate(),
        set.now().truncatedTo(ChronoUnit.MILLIS));
  }

  private static String keysetIdAfter(KeySnapshot set, KeyStep step, Optional<StoredKey> made) {
    Stream<StoredKey> kept =
        set.keys().stream().filter(key -> step.stateAfter(key).isPublished() && !key.isSymmetric());
    return JwkSet.keysetIdOf(
        Stream.concat(kept, made.stream().filter(StoredKey::isPublished))
            .map(StoredKey::kid)
            .toList());
  }

  private static List<Told> told(KeyStep step, Optional<StoredKey> made) {
    List<Told> told = new ArrayList<>();
    made.ifPresent(key -> told.add(new Told("key-made", key.kid())));
    step.publication().ifPresent(published -> told.add(new Told("key-published", published.kid())));
    step.moves().forEach(move -> told.add(new Told("key-" + move.to().word(), move.kid())));
    made.filter(key -> key.state() == KeyState.ACTIVE)
        .ifPresent(key -> told.add(new Told("key-active", key.kid())));
    return told;
  }

  private record Told(String event, String kid) {
    AuditEvent event(String keysetId, AuditEvent.Origin origin) {
      return new AuditEvent(
          event, AuditEvent.Outcome.DONE, "kid " + kid + " keyset " + keysetId, origin);
    }

    void log(String keysetId) {
      LOG.atInfo().addKeyValue("kid", kid).addKeyValue("keyset_id", keysetId).log(event);
    }
  }
}
