package signet.jose.internal;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * A member's name or an expected text, prepared for comparison with JSON bytes. Immutable.
 *
 * <p>The key of a name of up to seven bytes is the name itself, its length in the top byte, so
 * equal keys are equal names. A longer name's key has the top bit set and is a hash: equal keys ask
 * for a comparison of the bytes.
 */
public final class JsonName {
  private final String text;
  private final byte[] utf8;
  private final byte[] nameBytes;
  private final long key;

  private JsonName(String text) {
    this.text = text;
    this.utf8 = text.getBytes(StandardCharsets.UTF_8);
    this.nameBytes = nameBytes(text);
    this.key = key(nameBytes, 0, nameBytes.length);
  }

  public static JsonName of(String text) {
    return new JsonName(text);
  }

  public String text() {
    return text;
  }

  byte[] utf8() {
    return utf8;
  }

  byte[] nameBytes() {
    return nameBytes;
  }

  long key() {
    return key;
  }

  /** The bytes by which a name is compared: UTF-8 of its normalization form C. */
  static byte[] nameBytes(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
  }

  static boolean isExact(long key) {
    return key >= 0;
  }

  static long key(byte[] bytes, int start, int end) {
    int length = end - start;
    if (length < Long.BYTES) {
      return shortKey(bytes, start, length);
    }
    long hash = length;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + bytes[i];
    }
    return hash | Long.MIN_VALUE;
  }

  private static long shortKey(byte[] bytes, int start, int length) {
    long key = (long) length << 56;
    for (int i = 0; i < length; i++) {
      key |= (bytes[start + i] & 0xffL) << (8 * i);
    }
    return key;
  }
}
