package signet.jose.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The names of an object's members in their order, each as it is written: quotes, name, colon.
 * Another object is followed along it by one or two comparisons a name, which need no search for a
 * name that stands twice, since it was made of an object that has none. It holds no values.
 * Immutable.
 */
public final class JsonShape {
  /** The longest name, quotes and colon included, that two longs can hold. */
  private static final int MAX_WRITTEN_BYTES = 2 * Long.BYTES;

  private static final int MARKS = 3;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Per member the first eight bytes and the last eight, which overlap; short ones are masked. */
  private final long[] heads;

  private final long[] tails;
  private final long[] masks;
  private final int[] lengths;
  private final long[] bits;

  private JsonShape(int count) {
    heads = new long[count];
    tails = new long[count];
    masks = new long[count];
    lengths = new int[count];
    bits = new long[count];
  }

  /**
   * The shape of an object, or null where a name is long, escaped, or stands away from its colon.
   */
  static @Nullable JsonShape of(byte[] json, JsonMembers members) {
    JsonShape shape = new JsonShape(members.count());
    for (int i = 0; i < members.count(); i++) {
      int start = members.nameStart(i);
      int end = members.nameEnd(i);
      int length = end - start + MARKS;
      if (length > MAX_WRITTEN_BYTES
          || json[end + 1] != ':'
          || json.length < Long.BYTES
          || members.hasResolvedNames()) {
        return null;
      }
      shape.lengths[i] = length;
      shape.masks[i] = length >= Long.BYTES ? -1 : (1L << (8 * length)) - 1;
      shape.heads[i] = head(json, start - 1) & shape.masks[i];
      shape.tails[i] = length <= Long.BYTES ? 0 : tail(json, start - 1, length);
      shape.bits[i] = JsonMembers.bit(json, start, end);
    }
    return shape;
  }

  /** The eight bytes at that position, zeros behind the end. */
  private static long head(byte[] json, int at) {
    int beyond = at + Long.BYTES - json.length;
    return beyond <= 0
        ? (long) LONGS.get(json, at)
        : (long) LONGS.get(json, json.length - Long.BYTES) >>> (8 * beyond);
  }

  private static long tail(byte[] json, int at, int length) {
    return (long) LONGS.get(json, at + length - Long.BYTES);
  }

  int count() {
    return lengths.length;
  }

  /** The length of the member's name with quotes and colon, if it is what stands there, or -1. */
  int follow(byte[] json, int at, int index) {
    int length = lengths[index];
    if (at + length > json.length || json.length < Long.BYTES) {
      return -1;
    }
    boolean same =
        ((head(json, at) ^ heads[index]) & masks[index]) == 0
            && (length <= Long.BYTES || tail(json, at, length) == tails[index]);
    return same ? length : -1;
  }

  long bit(int index) {
    return bits[index];
  }

  /** Whether an object has exactly these members in this order. */
  boolean fits(byte[] json, JsonMembers members) {
    if (members.count() != lengths.length) {
      return false;
    }
    for (int i = 0; i < lengths.length; i++) {
      if (follow(json, members.nameStart(i) - 1, i)
          != members.nameEnd(i) - members.nameStart(i) + MARKS) {
        return false;
      }
    }
    return true;
  }
}
