package signet.server.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.PublicJwk;
import signet.jose.jws.SigningKey;
import signet.runtime.start.StartupException;
import signet.server.audit.AuditEvent;
import signet.server.outage.OutageException;

/** How signing keys are made, loaded, published and kept from signing. */
final class SigningKeysTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));

  @TempDir Path folder;
  private final InMemoryKeyStore store = new InMemoryKeyStore(CLOCK, Duration.ofMinutes(15));
  private final AtomicLong nanos = new AtomicLong(1);
  private MasterKeyFile masterKey;

  @BeforeEach
  void nameMasterKey() {
    masterKey = new MasterKeyFile(masterKeyPath());
  }

  @ParameterizedTest
  @EnumSource(
      value = JwsAlgorithm.class,
      names = {"RS256", "PS256", "ES256", "ES384", "ED25519"})
  void makesAKeyOfTheConfiguredAlgorithmAndAStandby(JwsAlgorithm algorithm) {
    KeySetView keys = open(algorithm).keys().view();

    assertThat(keys.active().algorithm()).isEqualTo(algorithm);
    assertThat(keys.published().keys())
        .hasSize(2)
        .allSatisfy(
            published -> {
              assertThat(published).isInstanceOf(PublicJwk.class);
              assertThat(published.kid()).contains(published.thumbprint());
              assertThat(published.alg()).contains(algorithm.wireName());
              assertThat(published.use()).contains("sig");
            });
    assertThat(keys.kids()).contains(keys.activeKid());
    assertThat(store.events()).extracting("event").contains("key-made", "key-active");
  }

  @Test
  void keepsItsKeysOverARestart() {
    KeySetView before = open(JwsAlgorithm.ES256).keys().view();

    KeySetView after = open(JwsAlgorithm.ES256).keys().view();

    assertThat(after.activeKid()).isEqualTo(before.activeKid());
    assertThat(after.keysetId()).isEqualTo(before.keysetId());
    assertThat(store.all()).hasSize(2);
  }

  @Test
  void goesOnSigningWithTheOldAlgorithmUntilTheNewOneHasPassedItsGate() {
    KeyRotation.Running first = open(JwsAlgorithm.ES256);
    String before = first.keys().view().activeKid();
    first.rotation().close();

    KeySetView keys = open(JwsAlgorithm.ED25519).keys().view();

    assertThat(keys.activeKid()).isEqualTo(before);
    assertThat(keys.published().keys())
        .extracting(key -> key.alg().orElse(""))
        .containsExactlyInAnyOrder("ES256", "ES256", "Ed25519");
  }

  @Test
  void namesEd25519AsConfiguredInKeysMadeFromThenOn() {
    KeyRotation.Running first = open(JwsAlgorithm.ED25519);
    SigningKey before = first.keys().active();
    first.rotation().close();
    SealedKeys older = new SealedKeys(MasterKeys.of(masterKey.open(true)), true);
    KeyRotation.Running second =
        KeyRotation.open(store, older, KeyRules.of(JwsAlgorithm.ED25519), nanos::get);

    assertThat(before.algorithmName()).isEqualTo("Ed25519");
    assertThat(second.keys().active().algorithmName()).isEqualTo("Ed25519");
    PrivateKeys.Generated made = older.generate(JwsAlgorithm.ED25519);
    assertThat(Jwk.parse(made.publicJwk()).alg()).contains("EdDSA");
    assertThat(Jwk.parse(older.generate(JwsAlgorithm.ES256).publicJwk()).alg()).contains("ES256");
    StoredKey stored =
        new StoredKey(
            made.kid(),
            JwsAlgorithm.ED25519.wireName(),
            KeyState.ACTIVE,
            made.publicJwk(),
            made.storedPrivate(),
            CLOCK.instant());
    assertThat(older.open(stored).algorithmName()).isEqualTo("EdDSA");
    assertThat(older.open(stored).algorithm()).isEqualTo(JwsAlgorithm.ED25519);
  }

  @Test
  void publishesNeitherRetiredNorCompromisedKeys() {
    open(JwsAlgorithm.ES256);
    StoredKey first = store.load().signing().orElseThrow();
    store.put(KeySteps.inState(first, KeyState.RETIRED, CLOCK.instant()));
    open(JwsAlgorithm.ES256);
    StoredKey second = store.load().signing().orElseThrow();
    store.put(KeySteps.inState(second, KeyState.COMPROMISED, CLOCK.instant()));

    KeySetView keys = open(JwsAlgorithm.ES256).keys().view();

    assertThat(keys.kids()).doesNotContain(first.kid(), second.kid()).contains(keys.activeKid());
  }

  @Test
  void storesThePrivateHalfSealed() {
    open(JwsAlgorithm.ES256);

    StoredKey key = store.all().getFirst();
    assertThat(key.sealedPrivate()).startsWith("v1.").doesNotContain("\"d\"");
    assertThat(key.publicJwk()).doesNotContain("\"d\"");
    assertThat(key).asString().doesNotContain(key.sealedPrivate());
  }

  @Test
  void rejectsAnotherMasterKey() throws Exception {
    open(JwsAlgorithm.ES256);
    Files.delete(masterKeyPath());
    masterKey.create(new SecureRandom());

    assertThatThrownBy(() -> open(JwsAlgorithm.ES256))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("is not the one that sealed the signing keys");
  }

  @Test
  void makesNoNewMasterKeyWhereKeysAreSealedUnderAnother() throws Exception {
    open(JwsAlgorithm.ES256);
    Files.delete(masterKeyPath());

    assertThatThrownBy(() -> open(JwsAlgorithm.ES256))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("is missing: restore it from its backup");
    assertThat(masterKey.exists()).isFalse();
  }

  @Test
  void rejectsASealedKeyUnderAnotherName() {
    open(JwsAlgorithm.ES256);
    StoredKey key = store.load().signing().orElseThrow();
    store.put(KeySteps.inState(key, KeyState.RETIRED, CLOCK.instant()));
    store.put(
        new StoredKey(
            "another",
            key.algorithm(),
            KeyState.ACTIVE,
            key.publicJwk(),
            key.sealedPrivate(),
            key.createdAt()));

    assertThatThrownBy(() -> open(JwsAlgorithm.ES256)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void signsNoLongerThanItsLeaseLasts() {
    KeyRotation.Running running = open(JwsAlgorithm.ES256);
    SigningKeys keys = running.keys();

    nanos.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
    assertThat(keys.active()).isSameAs(keys.view().active());
    nanos.incrementAndGet();
    assertThat(keys.maySign()).isFalse();
    assertThatThrownBy(keys::active).isInstanceOf(OutageException.class);
    assertThat(keys.published().keys()).isNotEmpty();

    running.rotation().poll();
    assertThat(keys.maySign()).isTrue();
  }

  @Test
  void takesOverWhatAnotherNodeHasChanged() {
    SigningKeys one = open(JwsAlgorithm.ES256).keys();
    KeyRotation.Running two = open(JwsAlgorithm.ES256);
    KeySetView before = two.keys().view();
    KeySnapshot set = store.load();
    KeyStep step =
        KeyLifecycle.compromise(set, KeyRules.of(JwsAlgorithm.ES256), set.signing().orElseThrow());
    KeyChanges changes = new KeyChanges(store, new SealedKeys(masterKey.open(true)));
    assertThat(changes.take(set, step, new AuditEvent.Origin("test", "", ""))).isPresent();

    two.rotation().poll();

    assertThat(two.keys().view().activeKid()).isNotEqualTo(before.activeKid());
    assertThat(two.keys().view().kids()).doesNotContain(before.activeKid()).hasSize(2);
    assertThat(two.keys().published()).isNotSameAs(before.published());
    assertThat(one.view().activeKid()).as("has not looked yet").isEqualTo(before.activeKid());
  }

  private KeyRotation.Running open(JwsAlgorithm algorithm) {
    MasterKey opened = masterKey.open(!store.all().isEmpty());
    return KeyRotation.open(store, new SealedKeys(opened), KeyRules.of(algorithm), nanos::get);
  }

  private Path masterKeyPath() {
    return folder.resolve("master.key");
  }
}
