package signet.server.password;

import de.mkammerer.argon2.Argon2Advanced;
import de.mkammerer.argon2.Argon2Factory;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** Argon2id (RFC 9106) by the reference C code. Thread-safe. */
public final class Argon2idHasher implements PasswordHasher {
  private static final int SALT_BYTES = 16;
  private static final int TAG_BYTES = 32;
  private static final Base64.Encoder PHC_BASE64 = Base64.getEncoder().withoutPadding();

  private final Argon2Advanced argon2 =
      Argon2Factory.createAdvanced(Argon2Factory.Argon2Types.ARGON2id, SALT_BYTES, TAG_BYTES);
  private final SecureRandom random = new SecureRandom();
  private final int memoryKib;
  private final int iterations;
  private final int parallelism;

  /**
   * A hasher of that cost.
   *
   * @param memoryKib KiB a computation
   * @param iterations passes over the memory
   * @param parallelism lanes
   */
  public Argon2idHasher(int memoryKib, int iterations, int parallelism) {
    this.memoryKib = memoryKib;
    this.iterations = iterations;
    this.parallelism = parallelism;
  }

  @Override
  public String hash(Password password) {
    byte[] utf8 = password.utf8();
    try {
      return argon2.hash(iterations, memoryKib, parallelism, utf8);
    } finally {
      Arrays.fill(utf8, (byte) 0);
    }
  }

  @Override
  public boolean verify(String encoded, Password password) {
    byte[] utf8 = password.utf8();
    try {
      return argon2.verify(encoded, utf8);
    } finally {
      Arrays.fill(utf8, (byte) 0);
    }
  }

  @Override
  public boolean isCurrent(String encoded) {
    return encoded.startsWith(parameters());
  }

  @Override
  public String decoy() {
    return parameters() + randomBase64(SALT_BYTES) + "$" + randomBase64(TAG_BYTES);
  }

  /** How every hash made here begins. */
  private String parameters() {
    return "$argon2id$v=19$m=%d,t=%d,p=%d$".formatted(memoryKib, iterations, parallelism);
  }

  private String randomBase64(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return PHC_BASE64.encodeToString(value);
  }
}
