package signet.server.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key under which all secrets of the store are sealed; it never lies in the store itself.
 * Immutable and thread-safe; never shows itself.
 *
 * <p>A sealed text is {@code v1.MASTER-KEY-ID.NONCE.CIPHERTEXT}: AES-256-GCM with a random 96-bit
 * nonce and the name of what is sealed as associated data. The key that encrypts is derived from
 * the master key by HMAC-SHA256 with a label of its own, so that other uses never share it.
 */
public final class MasterKey {
  /** 256 bits. */
  static final int BYTES = 32;

  private static final String VERSION = "v1";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int ID_BYTES = 8;

  private final String id;
  private final SecretKeySpec sealingKey;
  private final RefreshTokenKey refreshTokenKey;
  private final SecureRandom random = new SecureRandom();

  /** The master key of those 32 bytes, which are copied. */
  MasterKey(byte[] secret) {
    if (secret.length != BYTES) {
      throw new IllegalArgumentException("a master key has " + BYTES + " bytes");
    }
    id = HexFormat.of().formatHex(Arrays.copyOf(derive(secret, "signet master key id"), ID_BYTES));
    sealingKey = new SecretKeySpec(derive(secret, "signet sealing key v1"), "AES");
    refreshTokenKey =
        new RefreshTokenKey(
            derive(secret, "signet refresh token key v1"),
            derive(secret, "signet refresh token key id v1"));
  }

  /** The master key that a text is, as {@code signet key master} writes it; empty if it is none. */
  static Optional<MasterKey> parse(String text) {
    try {
      byte[] secret = Base64.getUrlDecoder().decode(text);
      return secret.length == BYTES ? Optional.of(new MasterKey(secret)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      // Nothing of it: the message would quote a character of the text.
      return Optional.empty();
    }
  }

  private static byte[] derive(byte[] secret, String label) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(label.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 is missing from this JDK", e);
    }
  }

  /** The key of the tags of refresh tokens. */
  public RefreshTokenKey refreshTokenKey() {
    return refreshTokenKey;
  }

  /** Names this master key without telling anything about it. */
  String id() {
    return id;
  }

  /**
   * Seals a text.
   *
   * @param name what the text is; opening takes the same name, so sealed texts cannot be swapped
   */
  String seal(String text, String name) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(text.getBytes(StandardCharsets.UTF_8));
      Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
      return String.join(
          ".", VERSION, id, base64.encodeToString(nonce), base64.encodeToString(sealed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM failed", e);
    }
  }

  /**
   * Opens a sealed text.
   *
   * @throws WrongMasterKeyException if another master key sealed it
   * @throws IllegalStateException if it, or its name, was changed since
   */
  String open(String sealed, String name) throws WrongMasterKeyException {
    String[] parts = parts(sealed);
    if (!parts[1].equals(id)) {
      throw new WrongMasterKeyException();
    }
    try {
      Base64.Decoder base64 = Base64.getUrlDecoder();
      byte[] text =
          cipher(Cipher.DECRYPT_MODE, base64.decode(parts[2]), name)
              .doFinal(base64.decode(parts[3]));
      return new String(text, StandardCharsets.UTF_8);
    } catch (AEADBadTagException e) {
      throw new IllegalStateException("a sealed text was changed", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM failed", e);
    }
  }

  /** Names the master key that sealed a text. */
  static String idIn(String sealed) {
    return parts(sealed)[1];
  }

  private static String[] parts(String sealed) {
    String[] parts = sealed.split("\\.", -1);
    if (parts.length != 4 || !parts[0].equals(VERSION)) {
      throw new IllegalStateException("a sealed text of an unknown form");
    }
    return parts;
  }

  private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, sealingKey, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  @Override
  public String toString() {
    return "MasterKey[" + id + "]";
  }
}
