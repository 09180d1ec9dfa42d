package signet.cli.explain;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import signet.jose.jwa.JwsAlgorithm;

/**
 * Whether an RSA signature was made with a key's private half, whatever it was made over. A
 * signature opens with the public key (RFC 8017 §5.2.2); only the private half makes one that opens
 * to well-formed padding. So a token that was changed after it was signed is told from one that
 * another key signed.
 */
final class RsaTrace {
  private static final byte PSS_TRAILER = (byte) 0xbc;

  private RsaTrace() {}

  /** Whether the key has signed something with that algorithm, and this is the signature. */
  static boolean isOf(RSAPublicKey key, JwsAlgorithm algorithm, byte[] signature) {
    int bits = key.getModulus().bitLength();
    BigInteger value = new BigInteger(1, signature);
    if (signature.length != (bits + 7) / 8 || value.compareTo(key.getModulus()) >= 0) {
      return false;
    }
    BigInteger opened = value.modPow(key.getPublicExponent(), key.getModulus());
    return algorithm.isPss()
        ? isPss(fixed(opened, (bits - 1 + 7) / 8), bits - 1, algorithm.hashBytes())
        : isPkcs1(fixed(opened, signature.length), algorithm.hashBytes());
  }

  /** RFC 8017 §9.2: 00 01 FF…FF 00 DigestInfo. */
  private static boolean isPkcs1(byte[] encoded, int hashBytes) {
    int end = 2;
    while (end < encoded.length && encoded[end] == (byte) 0xff) {
      end++;
    }
    // The DigestInfo of SHA-2 is 19 bytes and the hash.
    return encoded[0] == 0
        && encoded[1] == 1
        && end >= 10
        && end < encoded.length
        && encoded[end] == 0
        && encoded.length - end - 1 == 19 + hashBytes;
  }

  /** RFC 8017 §9.1.2, steps 4 to 10. */
  private static boolean isPss(byte[] encoded, int bits, int hashBytes) {
    int masked = encoded.length - hashBytes - 1;
    if (masked < 1 || encoded[encoded.length - 1] != PSS_TRAILER) {
      return false;
    }
    byte[] hash = Arrays.copyOfRange(encoded, masked, masked + hashBytes);
    byte[] block = Arrays.copyOf(encoded, masked);
    byte[] mask = mask(hash, masked);
    for (int i = 0; i < masked; i++) {
      block[i] ^= mask[i];
    }
    block[0] &= (byte) (0xff >>> (8 * encoded.length - bits));
    int at = 0;
    while (at < masked && block[at] == 0) {
      at++;
    }
    return at < masked && block[at] == 1;
  }

  /** MGF1 (RFC 8017 §B.2.1). */
  private static byte[] mask(byte[] seed, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-" + seed.length * 8);
      byte[] mask = new byte[length];
      for (int counter = 0, at = 0; at < length; counter++, at += seed.length) {
        digest.update(seed);
        digest.update(new byte[] {0, 0, (byte) (counter >>> 8), (byte) counter});
        byte[] block = digest.digest();
        System.arraycopy(block, 0, mask, at, Math.min(block.length, length - at));
      }
      return mask;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-2", e);
    }
  }

  private static byte[] fixed(BigInteger value, int length) {
    byte[] signed = value.toByteArray();
    byte[] bytes = new byte[length];
    int used = Math.min(signed.length, length);
    System.arraycopy(signed, signed.length - used, bytes, length - used, used);
    return bytes;
  }
}
