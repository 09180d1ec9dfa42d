package signet.server.password;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** PBKDF2 (RFC 8018 §5.2) with HMAC and SHA-1, SHA-256 or SHA-512. */
final class Pbkdf2Hash implements ImportedHash {
  static final String ID = "{pbkdf2}";

  // For each block of the digest's length that the key takes.
  private static final int MAX_ITERATIONS = 2_000_000;
  private static final int MIN_KEY_BYTES = 16;
  private static final int MAX_KEY_BYTES = 128;
  private static final int MAX_SALT_BYTES = 128;
  private static final Map<String, Integer> DIGEST_BYTES =
      Map.of("SHA1", 20, "SHA256", 32, "SHA512", 64);

  private final String digest;
  private final int iterations;
  private final byte[] salt;
  private final byte[] key;

  private Pbkdf2Hash(String digest, int iterations, byte[] salt, byte[] key) {
    this.digest = digest;
    this.iterations = iterations;
    this.salt = salt;
    this.key = key;
  }

  static Pbkdf2Hash of(String digest, int iterations, byte[] salt, byte[] key)
      throws HashRejectedException {
    Integer block = DIGEST_BYTES.get(digest);
    if (block == null
        || iterations < 1
        || salt.length == 0
        || salt.length > MAX_SALT_BYTES
        || key.length < MIN_KEY_BYTES
        || key.length > MAX_KEY_BYTES) {
      throw HashRejectedException.malformed();
    }
    long blocks = ((long) key.length + block - 1) / block;
    if (iterations * blocks > MAX_ITERATIONS) {
      throw HashRejectedException.tooExpensive(
          "PBKDF2 has at most " + MAX_ITERATIONS + " iterations over all blocks of its key");
    }
    return new Pbkdf2Hash(digest, iterations, salt.clone(), key.clone());
  }

  @Override
  public boolean matches(Password password) {
    char[] typed = password.typed().toCharArray();
    PBEKeySpec spec = new PBEKeySpec(typed, salt, iterations, key.length * 8);
    try {
      byte[] derived =
          SecretKeyFactory.getInstance("PBKDF2WithHmac" + digest).generateSecret(spec).getEncoded();
      return MessageDigest.isEqual(derived, key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no PBKDF2 in this Java", e);
    } finally {
      spec.clearPassword();
      Arrays.fill(typed, '\0');
    }
  }

  @Override
  public String stored() {
    Base64.Encoder base64 = Base64.getEncoder();
    return ID
        + String.join(
            "$",
            digest,
            Integer.toString(iterations),
            base64.encodeToString(salt),
            base64.encodeToString(key));
  }
}
