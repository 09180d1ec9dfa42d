package signet.jose.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A 64-bit hash of a text's UTF-8, eight bytes a step. For tables whose texts come from a trusted
 * side: whoever wants to can make two texts collide.
 */
public final class TextHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  // Odd numbers without a pattern: the fractions of the golden ratio and of the root of two.
  private static final long STEP = 0x9e3779b97f4a7c15L;
  private static final long LAST = 0x6a09e667f3bcc909L;

  private TextHash() {}

  /** The hash of a text; never 0. */
  public static long of(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return of(utf8, 0, utf8.length);
  }

  static long of(byte[] bytes, int start, int end) {
    long hash = (end - start) * LAST;
    int at = start;
    for (; at + Long.BYTES < end; at += Long.BYTES) {
      hash = mixed((hash ^ (long) LONGS.get(bytes, at)) * STEP);
    }
    hash = mixed(mixed((hash ^ lastBytes(bytes, start, end)) * STEP) * LAST);
    return hash == 0 ? 1 : hash;
  }

  /** The last eight bytes, some of which were taken before, or all where there are fewer. */
  private static long lastBytes(byte[] bytes, int start, int end) {
    if (end - start >= Long.BYTES) {
      return (long) LONGS.get(bytes, end - Long.BYTES);
    }
    long last = 0;
    for (int at = start; at < end; at++) {
      last = (last << Byte.SIZE) | (bytes[at] & 0xff);
    }
    return last;
  }

  private static long mixed(long hash) {
    return hash ^ (hash >>> 32);
  }
}
