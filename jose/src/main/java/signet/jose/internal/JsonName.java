package signet.jose.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * A member's name or an expected text, prepared for comparison with JSON bytes. Safe for use by
 * many threads.
 *
 * <p>It remembers at which index it was first found: the tokens of one issuer have their claims in
 * one order.
 */
public final class JsonName {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final String text;
  private final byte[] utf8;
  private final byte[] nameBytes;

  /** A guess, so a race about it does no harm; set once, so threads do not fight over it. */
  private int likelyIndex;

  /** The first eight bytes of the name as one number, and which of its bytes count. */
  private final long head;

  private final long headMask;
  private final long bit;

  private JsonName(String text) {
    this.text = text;
    this.utf8 = text.getBytes(StandardCharsets.UTF_8);
    this.nameBytes = nameBytes(text);
    this.head =
        (long) LONGS.get(Arrays.copyOf(nameBytes, Math.max(Long.BYTES, nameBytes.length)), 0);
    this.headMask = nameBytes.length >= Long.BYTES ? -1 : (1L << (8 * nameBytes.length)) - 1;
    this.bit = JsonMembers.bit(nameBytes, 0, nameBytes.length);
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

  int likelyIndex() {
    return likelyIndex;
  }

  void foundAt(int index) {
    if (likelyIndex == 0) {
      likelyIndex = index;
    }
  }

  /** See {@link JsonMembers#bit}. */
  long bit() {
    return bit;
  }

  /** Whether the name's bytes stand at that position; its length is known to fit. */
  boolean standsAt(byte[] json, int at) {
    int length = nameBytes.length;
    if (at + Long.BYTES > json.length) {
      return Arrays.equals(json, at, at + length, nameBytes, 0, length);
    }
    return (((long) LONGS.get(json, at) ^ head) & headMask) == 0
        && (length <= Long.BYTES
            || Arrays.equals(json, at + Long.BYTES, at + length, nameBytes, Long.BYTES, length));
  }

  byte[] nameBytes() {
    return nameBytes;
  }

  /** The bytes by which a name is compared: UTF-8 of its normalization form C. */
  static byte[] nameBytes(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
  }
}
