package signet.jose.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the members of one object stand in its bytes. Filled by {@link JsonScanner}, then only
 * read.
 */
final class JsonMembers {
  private static final int SPAN = 4;

  private long[] keys;
  private int[] spans;
  private int count;

  /**
   * Per member the bytes that its name is compared by, null for a plain one, whose own bytes they
   * are.
   */
  private byte @Nullable [] @Nullable [] resolvedNames;

  JsonMembers(int capacity) {
    keys = new long[capacity];
    spans = new int[capacity * SPAN];
  }

  int count() {
    return count;
  }

  int nameStart(int index) {
    return spans[index * SPAN];
  }

  int nameEnd(int index) {
    return spans[index * SPAN + 1];
  }

  int valueStart(int index) {
    return spans[index * SPAN + 2];
  }

  int valueEnd(int index) {
    return spans[index * SPAN + 3];
  }

  /**
   * Adds a name of ASCII without escapes, {@code json[start..end)}; false when the object has it
   * already.
   */
  boolean addPlainName(byte[] json, int start, int end) {
    long key = JsonName.key(json, start, end);
    return find(json, key, json, start, end) < 0 && append(key, start, end);
  }

  /**
   * Adds any other name, to be compared as {@code resolved}; false when the object has it already.
   */
  boolean addResolvedName(byte[] json, int start, int end, byte[] resolved) {
    long key = JsonName.key(resolved, 0, resolved.length);
    if (find(json, key, resolved, 0, resolved.length) >= 0) {
      return false;
    }
    append(key, start, end);
    byte[][] names =
        resolvedNames == null ? new byte[keys.length][] : Arrays.copyOf(resolvedNames, keys.length);
    names[count - 1] = resolved;
    resolvedNames = names;
    return true;
  }

  private boolean append(long key, int start, int end) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, count * 2);
      spans = Arrays.copyOf(spans, count * 2 * SPAN);
    }
    keys[count] = key;
    spans[count * SPAN] = start;
    spans[count * SPAN + 1] = end;
    count++;
    return true;
  }

  void setLastValue(int start, int end) {
    spans[(count - 1) * SPAN + 2] = start;
    spans[(count - 1) * SPAN + 3] = end;
  }

  int find(byte[] json, JsonName name) {
    byte[] bytes = name.nameBytes();
    return find(json, name.key(), bytes, 0, bytes.length);
  }

  private int find(byte[] json, long key, byte[] name, int start, int end) {
    for (int i = 0; i < count; i++) {
      if (keys[i] == key && (JsonName.isExact(key) || sameName(json, i, name, start, end))) {
        return i;
      }
    }
    return -1;
  }

  private boolean sameName(byte[] json, int index, byte[] name, int start, int end) {
    byte[] resolved =
        resolvedNames == null || index >= resolvedNames.length ? null : resolvedNames[index];
    return resolved == null
        ? Arrays.equals(json, nameStart(index), nameEnd(index), name, start, end)
        : Arrays.equals(resolved, 0, resolved.length, name, start, end);
  }
}
