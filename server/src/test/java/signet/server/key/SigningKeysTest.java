package signet.server.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.PublicJwk;
import signet.server.start.StartupException;

final class SigningKeysTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));

  @TempDir Path folder;
  private final InMemory store = new InMemory();
  private MasterKeyFile masterKey;

  @BeforeEach
  void nameMasterKey() {
    masterKey = new MasterKeyFile(masterKeyPath());
  }

  @ParameterizedTest
  @EnumSource(
      value = JwsAlgorithm.class,
      names = {"RS256", "PS256", "ES256", "ES384", "ED25519"})
  void makesAKeyOfTheConfiguredAlgorithm(JwsAlgorithm algorithm) {
    SigningKeys keys = open(algorithm);

    assertThat(keys.active().algorithm()).isEqualTo(algorithm);
    assertThat(keys.published().keys()).hasSize(1);
    Jwk published = keys.published().keys().getFirst();
    assertThat(published).isInstanceOf(PublicJwk.class);
    assertThat(published.kid()).contains(keys.activeKid()).contains(published.thumbprint());
    assertThat(published.alg()).contains(algorithm.wireName());
    assertThat(published.use()).contains("sig");
  }

  @Test
  void keepsItsKeyOverARestart() {
    String kid = open(JwsAlgorithm.ES256).activeKid();

    assertThat(open(JwsAlgorithm.ES256).activeKid()).isEqualTo(kid);
    assertThat(store.keys).hasSize(1);
  }

  @Test
  void keepsPublishingTheKeyOfAnAlgorithmThatWasConfiguredBefore() {
    String before = open(JwsAlgorithm.ES256).activeKid();

    SigningKeys keys = open(JwsAlgorithm.ED25519);

    assertThat(keys.activeKid()).isNotEqualTo(before);
    assertThat(keys.published().keys().stream().map(key -> key.kid().orElseThrow()))
        .containsExactlyInAnyOrder(before, keys.activeKid());
  }

  @Test
  void publishesNeitherRetiredNorCompromisedKeys() {
    open(JwsAlgorithm.ES256);
    StoredKey first = store.keys.getFirst();
    store.keys.set(0, withState(first, KeyState.RETIRED));
    open(JwsAlgorithm.ES256);
    store.keys.set(1, withState(store.keys.get(1), KeyState.COMPROMISED));

    SigningKeys keys = open(JwsAlgorithm.ES256);

    assertThat(keys.published().keys()).hasSize(1);
    assertThat(keys.published().keys().getFirst().kid()).contains(keys.activeKid());
  }

  @Test
  void storesThePrivateHalfSealed() {
    open(JwsAlgorithm.ES256);

    StoredKey key = store.keys.getFirst();
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
    StoredKey key = store.keys.getFirst();
    store.keys.set(
        0,
        new StoredKey(
            "another",
            key.algorithm(),
            key.state(),
            key.publicJwk(),
            key.sealedPrivate(),
            key.createdAt()));

    assertThatThrownBy(() -> open(JwsAlgorithm.ES256)).isInstanceOf(IllegalStateException.class);
  }

  private SigningKeys open(JwsAlgorithm algorithm) {
    MasterKey opened = masterKey.open(!store.keys.isEmpty());
    return SigningKeys.open(store, new SealedKeys(opened), algorithm, CLOCK);
  }

  private Path masterKeyPath() {
    return folder.resolve("master.key");
  }

  private static StoredKey withState(StoredKey key, KeyState state) {
    return new StoredKey(
        key.kid(), key.algorithm(), state, key.publicJwk(), key.sealedPrivate(), key.createdAt());
  }

  private static final class InMemory implements KeyStore {
    final List<StoredKey> keys = new ArrayList<>();

    @Override
    public List<StoredKey> all() {
      return List.copyOf(keys);
    }

    @Override
    public boolean insertActive(StoredKey key) {
      return keys.add(key);
    }
  }
}
