package signet.jose.jwe;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import signet.jose.jwa.JweEncryption;

/** Authenticated encryption of the content (RFC 7518 §5.2, §5.3). Stateless. */
final class ContentEncryption {
  private static final int GCM_TAG_BITS = 128;

  private ContentEncryption() {}

  /**
   * The result of encrypting.
   *
   * @param ciphertext as long as the plaintext for GCM, padded to 16 bytes for CBC
   * @param tag the authentication tag
   */
  record Sealed(byte[] ciphertext, byte[] tag) {}

  static Sealed encrypt(JweEncryption enc, byte[] cek, byte[] iv, byte[] aad, byte[] plaintext)
      throws GeneralSecurityException {
    if (enc.isGcm()) {
      Cipher cipher = gcm(Cipher.ENCRYPT_MODE, cek, iv);
      cipher.updateAAD(aad);
      byte[] sealed = cipher.doFinal(plaintext);
      int split = sealed.length - enc.tagBytes();
      return new Sealed(
          Arrays.copyOf(sealed, split), Arrays.copyOfRange(sealed, split, sealed.length));
    }
    byte[] ciphertext = cbc(Cipher.ENCRYPT_MODE, enc, cek, iv).doFinal(plaintext);
    return new Sealed(ciphertext, tag(enc, cek, iv, aad, ciphertext));
  }

  /**
   * The plaintext.
   *
   * @throws GeneralSecurityException for every failure alike; for CBC the tag is checked before
   *     anything is decrypted
   */
  static byte[] decrypt(
      JweEncryption enc, byte[] cek, byte[] iv, byte[] aad, byte[] ciphertext, byte[] tag)
      throws GeneralSecurityException {
    // RFC 7518 §5.3: the tag has its full length; a shorter one is easier to guess.
    if (iv.length != enc.ivBytes() || tag.length != enc.tagBytes()) {
      throw new AEADBadTagException();
    }
    if (enc.isGcm()) {
      Cipher cipher = gcm(Cipher.DECRYPT_MODE, cek, iv);
      cipher.updateAAD(aad);
      cipher.update(ciphertext);
      return cipher.doFinal(tag);
    }
    if (!MessageDigest.isEqual(tag(enc, cek, iv, aad, ciphertext), tag)) {
      throw new AEADBadTagException();
    }
    return cbc(Cipher.DECRYPT_MODE, enc, cek, iv).doFinal(ciphertext);
  }

  static Cipher gcm(int mode, byte[] key, byte[] iv) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(GCM_TAG_BITS, iv));
    return cipher;
  }

  private static Cipher cbc(int mode, JweEncryption enc, byte[] cek, byte[] iv)
      throws GeneralSecurityException {
    int half = enc.keyBytes() / 2;
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(mode, new SecretKeySpec(cek, half, half, "AES"), new IvParameterSpec(iv));
    return cipher;
  }

  /**
   * RFC 7518 §5.2.2.1: over the additional data, the IV, the ciphertext and the data's length in
   * bits; cut to half.
   */
  private static byte[] tag(JweEncryption enc, byte[] cek, byte[] iv, byte[] aad, byte[] ciphertext)
      throws GeneralSecurityException {
    String algorithm = "HmacSHA" + enc.hashBits();
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(cek, 0, enc.keyBytes() / 2, algorithm));
    mac.update(aad);
    mac.update(iv);
    mac.update(ciphertext);
    mac.update(ByteBuffer.allocate(Long.BYTES).putLong(aad.length * 8L).flip());
    return Arrays.copyOf(mac.doFinal(), enc.tagBytes());
  }
}
