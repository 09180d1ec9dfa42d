package signet.server.key;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.jose.jws.KeyUnavailableException;
import signet.jose.jws.SigningKey;

/**
 * Whether the device answers in which the signing key lies, such as a PKCS#11 token, and how it is
 * had back after it was away. {@link #isAway} is for all threads, the rest for one at a time.
 */
final class DeviceWatch {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceWatch.class);
  private static final byte[] PROBE = {0};
  private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(500).toNanos();
  private static final long LONGEST_PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

  private final PrivateKeys privateKeys;
  private final LongSupplier nanoTime;
  private volatile boolean away;
  private volatile @Nullable StoredKey watched;
  private long pauseNanos = FIRST_PAUSE_NANOS;
  private long triedNanos;

  DeviceWatch(PrivateKeys privateKeys, LongSupplier nanoTime) {
    this.privateKeys = privateKeys;
    this.nanoTime = nanoTime;
  }

  /** The key that signs from now on, which has just been opened. */
  void follow(StoredKey key) {
    watched = key.sealedPrivate().startsWith(PrivateKeys.IN_TOKEN) ? key : null;
    away = false;
  }

  /** Whether the last signature that was tried failed. */
  boolean isAway() {
    return away;
  }

  /**
   * Tries a signature, and to open the key again where there is none.
   *
   * @return the key as it was opened again; empty where there is nothing new
   */
  Optional<SigningKey> look(SigningKey key) {
    StoredKey stored = watched;
    if (stored == null || answers(key)) {
      return Optional.empty();
    }
    boolean first = !away;
    away = true;
    if (first) {
      pauseNanos = FIRST_PAUSE_NANOS;
    } else if (nanoTime.getAsLong() - triedNanos < pauseNanos) {
      return Optional.empty();
    } else {
      pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
    }
    return reopened(stored, first);
  }

  private boolean answers(SigningKey key) {
    try {
      key.sign(PROBE);
      away = false;
      return true;
    } catch (KeyUnavailableException e) {
      return false;
    }
  }

  private Optional<SigningKey> reopened(StoredKey stored, boolean first) {
    try {
      SigningKey again = privateKeys.reopen(stored);
      LOG.atWarn()
          .addKeyValue("kid", stored.kid())
          .log("the device with the signing key was away and signs again");
      away = false;
      return Optional.of(again);
    } catch (RuntimeException e) {
      // What a device has to say is not known beforehand; it is asked again.
      if (first) {
        LOG.atError()
            .setCause(e)
            .addKeyValue("kid", stored.kid())
            .log(
                "the device with the signing key does not answer: no token is issued until it does");
      }
      return Optional.empty();
    } finally {
      triedNanos = nanoTime.getAsLong();
    }
  }
}
