package signet.server.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.generators.SCrypt;

/** scrypt (RFC 7914). */
final class ScryptHash implements ImportedHash {
  static final String ID = "{scrypt}";

  private static final int MAX_MEMORY_KIB = 128 * 1024;
  private static final int MAX_PARALLELISM = 4;
  private static final int MAX_BYTES = 128;
  private static final int MIN_KEY_BYTES = 16;

  private final int logN;
  private final int blockSize;
  private final int parallelism;
  private final byte[] salt;
  private final byte[] key;

  private ScryptHash(int logN, int blockSize, int parallelism, byte[] salt, byte[] key) {
    this.logN = logN;
    this.blockSize = blockSize;
    this.parallelism = parallelism;
    this.salt = salt;
    this.key = key;
  }

  static ScryptHash of(int logN, int blockSize, int parallelism, byte[] salt, byte[] key)
      throws HashRejectedException {
    if (logN < 1
        || blockSize < 1
        || parallelism < 1
        || salt.length == 0
        || salt.length > MAX_BYTES
        || key.length < MIN_KEY_BYTES
        || key.length > MAX_BYTES) {
      throw HashRejectedException.malformed();
    }
    // RFC 7914 §6: 128 · N · r bytes, once for each of p where they run one after the other.
    if (logN > 20
        || blockSize > 64
        || parallelism > MAX_PARALLELISM
        || ((128L * blockSize) << logN) > MAX_MEMORY_KIB * 1024L) {
      throw HashRejectedException.tooExpensive(
          "scrypt takes at most " + MAX_MEMORY_KIB + " KiB, " + MAX_PARALLELISM + " times");
    }
    return new ScryptHash(logN, blockSize, parallelism, salt.clone(), key.clone());
  }

  @Override
  public boolean matches(Password password) {
    byte[] typed = password.typed().getBytes(StandardCharsets.UTF_8);
    try {
      byte[] derived = SCrypt.generate(typed, salt, 1 << logN, blockSize, parallelism, key.length);
      return MessageDigest.isEqual(derived, key);
    } finally {
      Arrays.fill(typed, (byte) 0);
    }
  }

  @Override
  public String stored() {
    Base64.Encoder base64 = Base64.getEncoder();
    return ID
        + String.join(
            "$",
            Integer.toString(logN),
            Integer.toString(blockSize),
            Integer.toString(parallelism),
            base64.encodeToString(salt),
            base64.encodeToString(key));
  }
}
