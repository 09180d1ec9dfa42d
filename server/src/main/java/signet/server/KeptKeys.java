package signet.server;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import signet.runtime.start.ResourceStack;
import signet.server.config.ServerConfig;
import signet.server.key.KeyOperations;
import signet.server.key.KeyRotation;
import signet.server.key.KeyRules;
import signet.server.key.KeyStore;
import signet.server.key.MasterKey;
import signet.server.key.MasterKeySource;
import signet.server.key.MasterKeys;
import signet.server.key.PrivateKeys;
import signet.server.key.SealedKeys;
import signet.server.key.SigningKeys;
import signet.server.metrics.Metrics;
import signet.server.pkcs11.Pkcs11Keys;
import signet.server.pkcs11.Pkcs11Token;

/** Opens the keys that are kept outside the database, where the configuration says they are. */
final class KeptKeys {
  private static final double SECONDS_A_DAY = 86_400;

  private KeptKeys() {}

  /**
   * The master keys.
   *
   * @param isNeeded whether something is sealed under one already, so that none may be made
   * @throws signet.runtime.start.StartupException if one cannot be had
   */
  static MasterKeys masterKeys(ServerConfig.Storage storage, boolean isNeeded) {
    MasterKey current = storage.masterKey().open(isNeeded);
    List<MasterKey> others =
        storage.otherMasterKeys().stream()
            .map((MasterKeySource source) -> source.open(true))
            .toList();
    return new MasterKeys(current, others);
  }

  /** Signing keys that follow the store, and what operators can do with them. */
  record Live(SigningKeys keys, KeyOperations operations) {}

  /**
   * Loads the signing keys, or makes the first ones, and follows the store from then on.
   *
   * @throws signet.runtime.start.StartupException if a private half cannot be had
   */
  static Live follow(
      KeyStore store, PrivateKeys privateKeys, KeyRules rules, ResourceStack resources) {
    KeyRotation.Running running = KeyRotation.open(store, privateKeys, rules, System::nanoTime);
    resources.add(running.rotation()).start(running.keys());
    return new Live(
        running.keys(),
        new KeyOperations(store, () -> privateKeys, rules, running.rotation()::catchUp));
  }

  /** Lets the operator's monitoring see how the signing keys do. */
  static void measure(SigningKeys keys, KeyRules rules, InstantSource clock, Metrics metrics) {
    metrics.gauge(
        "signet.key.active.age.seconds",
        "For how long the active key has signed",
        () -> Duration.between(keys.view().activeSince(), clock.instant()).toSeconds());
    metrics.gauge(
        "signet.key.rotation.due.days",
        "Days until the next rotation is due; below zero it is overdue",
        () ->
            Duration.between(clock.instant(), keys.view().activeSince().plus(rules.rotation()))
                    .toSeconds()
                / SECONDS_A_DAY);
    metrics.gauge(
        "signet.key.usable",
        "1 while a key may sign here, 0 while none may",
        () -> keys.maySign() ? 1 : 0);
    metrics.countBy("signet.key.signatures", "Access tokens signed here", "kid", keys.signatures());
  }

  /**
   * The private halves of signing keys: in a token, or sealed in the store.
   *
   * @param resources closes the token
   * @throws signet.runtime.start.StartupException if the token cannot be used
   */
  static PrivateKeys privateKeys(
      ServerConfig.Storage storage, MasterKeys masterKeys, ResourceStack resources) {
    PrivateKeys stored = new SealedKeys(masterKeys, storage.olderEdDsaName());
    return storage
        .pkcs11()
        .map(p -> new Pkcs11Token.Place(p.library(), p.token(), p.pin()))
        .<PrivateKeys>map(place -> new Pkcs11Keys(resources.add(Pkcs11Token.open(place)), stored))
        .orElse(stored);
  }
}
