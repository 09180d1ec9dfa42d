package signet.server.key;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import signet.server.audit.AuditEvent;

/**
 * Hands out the secrets of symmetric keys, which are in no published set, to who brings them to the
 * services. Thread-safe.
 *
 * <p>Nobody but the operator knows when the services have a new secret, so the time before it signs
 * begins when its delivery is reported.
 */
public final class SecretExport {
  private static final int ATTEMPTS = 20;

  private final KeyStore store;
  private final Supplier<PrivateKeys> privateKeys;
  private final KeyRules rules;

  /**
   * Of the keys in that store.
   *
   * @param privateKeys made when it is asked for, since master keys may be far away
   */
  public SecretExport(KeyStore store, Supplier<PrivateKeys> privateKeys, KeyRules rules) {
    this.store = store;
    this.privateKeys = privateKeys;
    this.rules = rules;
  }

  /**
   * Secrets; never shows them.
   *
   * @param jwkSet a JWK Set with those that sign, signed a short time ago, or will
   * @param kids their names
   */
  public record Secrets(String jwkSet, List<String> kids) {
    public Secrets {
      kids = List.copyOf(kids);
    }

    @Override
    public String toString() {
      return "Secrets" + kids;
    }
  }

  /** The secrets that a service needs now; none where tokens are not signed with any. */
  public Secrets export() {
    List<String> jwks = new ArrayList<>();
    List<String> kids = new ArrayList<>();
    PrivateKeys opened = null;
    for (StoredKey key : store.all()) {
      if (key.isSymmetric() && key.state().isPublished()) {
        opened = opened == null ? privateKeys.get() : opened;
        jwks.add(opened.openSecret(key).exportJson());
        kids.add(key.kid());
      }
    }
    return new Secrets("{\"keys\":[" + String.join(",", jwks) + "]}\n", kids);
  }

  /**
   * Notes that the services are about to have these secrets: from now the time runs before a new
   * one of them signs.
   *
   * @return when the next one may sign, if there is a next one
   */
  public Optional<Instant> delivered(List<String> kids, AuditEvent.Origin origin) {
    for (int i = 0; i < ATTEMPTS; i++) {
      KeySnapshot set = store.load();
      Optional<StoredKey> due =
          set.pending().stream()
              .filter(key -> key.isSymmetric() && kids.contains(key.kid()))
              .filter(key -> key.times().publishedAt().isEmpty())
              .findFirst();
      if (due.isEmpty()) {
        return next(set, kids);
      }
      // Whether another took a step meanwhile or not: look again.
      store.take(
          set.seq(),
          KeyStep.publish(due.get().kid(), KeyLifecycle.waitBeforeSigning(set, rules)),
          Optional.empty(),
          new KeyStore.Change(
              List.of(
                  new AuditEvent(
                      "key-published",
                      AuditEvent.Outcome.DONE,
                      "kid " + due.get().kid() + " exported",
                      origin)),
              Optional.empty()));
    }
    return Optional.empty();
  }

  private static Optional<Instant> next(KeySnapshot set, List<String> kids) {
    return set.pending().stream()
        .filter(key -> key.isSymmetric() && kids.contains(key.kid()))
        .findFirst()
        .flatMap(key -> key.times().activateAt());
  }
}
