package signet.testkit.forge;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Base64url without padding, and the big-endian numbers that JOSE writes in it. */
final class Base64Url {
  private Base64Url() {}

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] decode(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  /** The number's bytes, big-endian, left-padded with zeros to {@code length}. */
  static byte[] fixed(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    int excess = Math.max(0, bytes.length - length);
    byte[] fixed = new byte[length];
    byte[] kept = Arrays.copyOfRange(bytes, excess, bytes.length);
    System.arraycopy(kept, 0, fixed, length - kept.length, kept.length);
    return fixed;
  }

  /** The number's shortest big-endian bytes (RFC 7518 §2, Base64urlUInt). */
  static byte[] shortest(BigInteger number) {
    return fixed(number, Math.max(1, (number.bitLength() + 7) / 8));
  }
}
