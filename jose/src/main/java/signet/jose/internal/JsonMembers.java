package signet.jose.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the members of one object stand in its bytes: for each its name, and where its value begins
 * and ends, in three ints. Filled by {@link JsonScanner}, then only read.
 */
final class JsonMembers {
  /** The longest name, and the longest document, whose places an int can hold. */
  static final int MAX_NAME_BYTES = (1 << 12) - 1;

  static final int MAX_JSON_BYTES = 1 << 20;

  private static final int SPAN = 3;
  private static final int NAME_LENGTH_BITS = 12;

  private int[] spans;
  private int count;

  /** The {@link #bit} of every name. */
  private long seen;

  /**
   * Per member the bytes that its name is compared by, null for a plain one, whose own bytes they
   * are.
   */
  private byte @Nullable [] @Nullable [] resolvedNames;

  JsonMembers(int capacity) {
    spans = new int[capacity * SPAN];
  }

  int count() {
    return count;
  }

  int nameStart(int index) {
    return spans[index * SPAN] >>> NAME_LENGTH_BITS;
  }

  int nameEnd(int index) {
    int packed = spans[index * SPAN];
    return (packed >>> NAME_LENGTH_BITS) + (packed & MAX_NAME_BYTES);
  }

  int valueStart(int index) {
    return spans[index * SPAN + 1];
  }

  int valueEnd(int index) {
    return spans[index * SPAN + 2];
  }

  /**
   * Adds a name of ASCII without escapes, {@code json[start..end)}; false when the object has it
   * already.
   */
  boolean addPlainName(byte[] json, int start, int end) {
    long bit = bit(json, start, end);
    if ((seen & bit) != 0 && find(json, json, start, end) >= 0) {
      return false;
    }
    append(bit, start, end);
    return true;
  }

  /** Adds a plain name that is known to be the only one of its object. */
  void addKnownName(long bit, int start, int end) {
    append(bit, start, end);
  }

  boolean hasResolvedNames() {
    return resolvedNames != null;
  }

  /**
   * Adds any other name, to be compared as {@code resolved}; false when the object has it already.
   */
  boolean addResolvedName(byte[] json, int start, int end, byte[] resolved) {
    if (find(json, resolved, 0, resolved.length) >= 0) {
      return false;
    }
    append(bit(resolved, 0, resolved.length), start, end);
    byte[][] names =
        resolvedNames == null ? new byte[count][] : Arrays.copyOf(resolvedNames, count);
    names[count - 1] = resolved;
    resolvedNames = names;
    return true;
  }

  /** Where no earlier name has the same bit, none is the same. */
  static long bit(byte[] name, int start, int end) {
    return start == end ? 1 : 1L << (name[start] * 5 + name[end - 1] * 13 + (end - start));
  }

  private void append(long bit, int start, int end) {
    if (count * SPAN == spans.length) {
      spans = Arrays.copyOf(spans, spans.length * 2);
    }
    spans[count * SPAN] = (start << NAME_LENGTH_BITS) | (end - start);
    seen |= bit;
    count++;
  }

  /** Notes where the value of the member added last stands. */
  void setLastValue(int start, int end) {
    spans[(count - 1) * SPAN + 1] = start;
    spans[(count - 1) * SPAN + 2] = end;
  }

  int find(byte[] json, JsonName name) {
    if (resolvedNames != null) {
      return find(json, name.nameBytes(), 0, name.nameBytes().length);
    }
    if ((seen & name.bit()) == 0) {
      return -1;
    }
    int likely = name.likelyIndex();
    if (likely < count && isNamed(json, likely, name)) {
      return likely;
    }
    for (int i = 0; i < count; i++) {
      if (isNamed(json, i, name)) {
        name.foundAt(i);
        return i;
      }
    }
    return -1;
  }

  private boolean isNamed(byte[] json, int index, JsonName name) {
    int packed = spans[index * SPAN];
    return (packed & MAX_NAME_BYTES) == name.nameBytes().length
        && name.standsAt(json, packed >>> NAME_LENGTH_BITS);
  }

  private int find(byte[] json, byte[] name, int start, int end) {
    if (resolvedNames != null) {
      return findAmongResolved(json, resolvedNames, name, start, end);
    }
    for (int i = 0; i < count; i++) {
      if (isNamed(json, i, name, start, end)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isNamed(byte[] json, int index, byte[] name, int start, int end) {
    int packed = spans[index * SPAN];
    return (packed & MAX_NAME_BYTES) == end - start
        && sameBytes(json, packed >>> NAME_LENGTH_BITS, name, start, end);
  }

  /** Names are short and mostly differ in their first byte: a loop beats a vector comparison. */
  private static boolean sameBytes(byte[] json, int at, byte[] name, int start, int end) {
    for (int i = start; i < end; i++, at++) {
      if (json[at] != name[i]) {
        return false;
      }
    }
    return true;
  }

  private int findAmongResolved(
      byte[] json, byte[] @Nullable [] resolved, byte[] name, int start, int end) {
    for (int i = 0; i < count; i++) {
      byte[] other = i < resolved.length ? resolved[i] : null;
      boolean same =
          other == null
              ? Arrays.equals(json, nameStart(i), nameEnd(i), name, start, end)
              : Arrays.equals(other, 0, other.length, name, start, end);
      if (same) {
        return i;
      }
    }
    return -1;
  }
}
