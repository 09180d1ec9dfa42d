package signet.server.key;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import signet.server.audit.AuditEvent;
import signet.server.key.KeyRefusedException.Reason;

/** What an operator can do with keys, within rules that only force breaks. Thread-safe. */
public final class KeyOperations {
  private static final int ATTEMPTS = 20;

  private final KeyStore store;
  private final KeyChanges changes;
  private final KeyRules rules;
  private final Runnable changed;

  /**
   * Operations on the keys of a store.
   *
   * @param privateKeys asked for when a key is to be made
   * @param changed told after each change, before the operator is
   */
  public KeyOperations(
      KeyStore store, Supplier<PrivateKeys> privateKeys, KeyRules rules, Runnable changed) {
    this.store = store;
    this.changes = new KeyChanges(store, privateKeys);
    this.rules = rules;
    this.changed = changed;
  }

  /**
   * What came of it.
   *
   * @param activeKid the key that signs now
   * @param endedSessions how many
   */
  public record Done(String activeKid, int endedSessions) {}

  /** All there ever were, the oldest first. */
  public List<KeyStatus> list() {
    KeySnapshot set = store.load();
    Map<String, Long> recent = store.recentSignatures();
    return set.keys().stream()
        .map(key -> KeyStatus.of(set, rules, key, recent.getOrDefault(key.kid(), 0L)))
        .toList();
  }

  /**
   * Lets the standby sign instead of the key that does.
   *
   * @param force though verifiers may not have it yet
   * @throws KeyRefusedException if they may not, or there is none
   */
  public Done rotate(boolean force, AuditEvent.Origin origin) {
    return take(set -> rotation(set, force), origin, false);
  }

  private KeyStep rotation(KeySnapshot set, boolean force) {
    StoredKey signing =
        set.signing()
            .orElseThrow(
                () -> new KeyRefusedException(Reason.NOT_READY, "no server has made a key yet"));
    StoredKey successor =
        KeyLifecycle.successor(set, rules)
            .orElseThrow(
                () ->
                    new KeyRefusedException(
                        Reason.NOT_READY,
                        "there is no standby: a running server makes one, unless "
                            + KeyLifecycle.MAX_PUBLISHED
                            + " keys are published"));
    if (!force && !successor.isPastGate(set.now())) {
      throw new KeyRefusedException(
          Reason.NOT_READY,
          successor.times().activateAt().map(gate -> "before " + gate).orElse("yet")
              + " verifiers may not have the standby, and would refuse its tokens: wait, or use"
              + " --force");
    }
    return KeyLifecycle.succeed(set, rules, signing, successor, !force);
  }

  /**
   * Withdraws a key; what it signed is refused once verifiers have the new set.
   *
   * @param force though it is needed
   * @throws KeyRefusedException if it is needed, or there is none
   */
  public Done retire(String kid, boolean force, AuditEvent.Origin origin) {
    return take(set -> retirement(set, kid, force), origin, false);
  }

  private KeyStep retirement(KeySnapshot set, String kid, boolean force) {
    StoredKey key = find(set, kid);
    switch (key.state()) {
      case ACTIVE -> require(force, "the key signs: 'signet key rotate' lets another do so first");
      case PENDING -> require(force, "the key is the standby that a compromise would need");
      case RETIRING -> {
        Instant end = KeyLifecycle.lastTokenEnds(set, rules, key);
        require(force || !end.isAfter(set.now()), "tokens that it signed may live until " + end);
      }
      case RETIRED -> throw new KeyRefusedException(Reason.ENDED, "the key is retired");
      case COMPROMISED ->
          throw new KeyRefusedException(Reason.ENDED, "the key was withdrawn as compromised");
    }
    return KeyLifecycle.withdraw(
        set, rules, key, new KeyStep.Move(kid, key.state(), KeyState.RETIRED, false));
  }

  private static void require(boolean allowed, String sentence) {
    if (!allowed) {
      throw new KeyRefusedException(Reason.IN_USE, sentence + "; --force does it nevertheless");
    }
  }

  /**
   * Withdraws a key that others have, and revokes everything that it ever signed; another signs at
   * once.
   *
   * @param andSessions ends every session too
   * @throws KeyRefusedException if there is none, or that was done before
   */
  public Done compromise(String kid, boolean andSessions, AuditEvent.Origin origin) {
    return take(
        set -> {
          StoredKey key = find(set, kid);
          if (key.state() == KeyState.COMPROMISED) {
            throw new KeyRefusedException(
                Reason.ENDED, "the key was withdrawn as compromised before");
          }
          return KeyLifecycle.compromise(set, rules, key);
        },
        origin,
        andSessions);
  }

  private static StoredKey find(KeySnapshot set, String kid) {
    return set.find(kid)
        .orElseThrow(
            () ->
                new KeyRefusedException(
                    Reason.NO_SUCH_KEY,
                    "there is no key of that kid; 'signet key list' shows all"));
  }

  private Done take(
      Function<KeySnapshot, KeyStep> operation, AuditEvent.Origin origin, boolean endSessions) {
    Optional<AuditEvent> ending =
        endSessions ? Optional.of(new AuditEvent("sessions-fenced", origin)) : Optional.empty();
    for (int i = 0; i < ATTEMPTS; i++) {
      KeySnapshot set = store.load();
      Optional<KeyStore.Taken> taken = changes.take(set, operation.apply(set), origin, ending);
      if (taken.isPresent()) {
        changed.run();
        String active = store.load().signing().map(StoredKey::kid).orElse("");
        return new Done(active, taken.get().endedSessions());
      }
    }
    throw new KeyRefusedException(
        Reason.NOT_READY, "the keys were changed by others at the same time: try again");
  }
}
