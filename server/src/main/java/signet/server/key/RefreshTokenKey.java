package signet.server.key;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of the tags of refresh tokens, derived from the master key and so never in the database.
 * Immutable and thread-safe; never shows itself.
 */
public final class RefreshTokenKey {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int ID_BYTES = 6;

  private final String id;
  private final SecretKeySpec key;

  /**
   * A key.
   *
   * @param derivedId from the same secret under a label of its own; its first bytes are the name
   */
  RefreshTokenKey(byte[] key, byte[] derivedId) {
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.id =
        Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(derivedId, ID_BYTES));
  }

  /** Names the key without telling anything about it: 6 bytes, base64url. */
  public String id() {
    return id;
  }

  /** HMAC-SHA256 of the message. */
  public byte[] hmac(byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 is missing from this JDK", e);
    }
  }

  @Override
  public String toString() {
    return "RefreshTokenKey[" + id + "]";
  }
}
