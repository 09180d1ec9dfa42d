package signet.server.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import signet.jose.jwa.JwsAlgorithm;
import signet.server.outage.OutageException;

/** A device that is pulled and plugged in again. */
final class DeviceWatchTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));
  private static final byte[] DATA = {1, 2, 3};

  private final AtomicLong nanos = new AtomicLong(1);
  private final FakeDevice device = new FakeDevice();
  private SigningKeys keys;

  @BeforeEach
  void open() {
    keys = keys(device);
  }

  private SigningKeys keys(PrivateKeys privateKeys) {
    Duration nothing = Duration.ZERO;
    KeyRules rules =
        new KeyRules(
            JwsAlgorithm.ES256,
            Duration.ofDays(30),
            nothing,
            nothing,
            nothing,
            Duration.ofHours(1));
    InMemoryKeyStore store = new InMemoryKeyStore(CLOCK, Duration.ofMinutes(15));
    return KeyRotation.open(store, privateKeys, rules, nanos::get).keys();
  }

  @Test
  void aDeviceThatAnswersIsAskedForASignatureAndNothingElse() {
    int before = device.signatures();
    keys.lookAfterDevice();

    assertThat(device.signatures()).isEqualTo(before + 1);
    assertThat(device.reopened()).isZero();
    assertThat(keys.maySign()).isTrue();
  }

  @Test
  void noKeyMaySignWhileTheDeviceIsAway() {
    device.pull();
    keys.lookAfterDevice();

    assertThat(keys.maySign()).isFalse();
    assertThatThrownBy(keys::active)
        .isInstanceOf(OutageException.class)
        .hasMessageContaining("device");
    assertThat(keys.published().kids()).contains(keys.view().activeKid());
  }

  @Test
  void theKeySignsAgainOnceTheDeviceIsBackWithOtherHandles() {
    String kid = keys.view().activeKid();
    device.pull();
    keys.lookAfterDevice();
    device.plugIn();
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    keys.lookAfterDevice();

    assertThat(keys.maySign()).isTrue();
    assertThat(keys.view().activeKid()).isEqualTo(kid);
    assertThat(keys.active().sign(DATA)).hasSize(64);
  }

  @Test
  void aLostLoginIsMadeGoodInTheSameLook() {
    device.pull();
    device.plugIn();
    keys.lookAfterDevice();

    assertThat(keys.maySign()).isTrue();
    assertThat(keys.active().sign(DATA)).hasSize(64);
  }

  @Test
  void triesBecomeRarerAndNeverEnd() {
    device.pull();
    for (int second = 0; second < 600; second++) {
      keys.lookAfterDevice();
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    }
    // After 0, 1, 2, 4, … 64 seconds, and then once a minute.
    assertThat(device.reopened()).isEqualTo(16);
    device.plugIn();
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    keys.lookAfterDevice();
    assertThat(keys.maySign()).isTrue();
  }

  @Test
  void keysThatLieInNoDeviceAreLeftAlone() {
    FakeDevice own = new FakeDevice("");
    SigningKeys sealed = keys(own);
    int before = own.signatures();
    own.pull();
    sealed.lookAfterDevice();

    assertThat(own.signatures()).isEqualTo(before);
    assertThat(sealed.maySign()).isTrue();
  }
}
