package signet.jose.jws;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the parsed form of header segments whose tokens verified, compared whole. It holds
 * values only: the key is resolved anew for each token. Nobody without a key can put anything in.
 * Safe for use by many threads.
 */
final class HeaderMemo {
  private static final int MAX_ENTRIES = 64;

  private volatile Entry[] entries = {};
  private int oldest;

  private record Entry(byte[] segment, JwsHeader header) {}

  /** The header whose segment is {@code token[0..end)}, or null. */
  @Nullable JwsHeader find(byte[] token, int end) {
    for (Entry entry : entries) {
      byte[] segment = entry.segment;
      if (segment.length == end && Arrays.equals(segment, 0, end, token, 0, end)) {
        return entry.header;
      }
    }
    return null;
  }

  /** Adds the header of a token that has just verified; when full, the oldest goes. */
  synchronized void add(byte[] token, int end, JwsHeader header) {
    if (find(token, end) != null) {
      return;
    }
    Entry added = new Entry(Arrays.copyOf(token, end), header);
    Entry[] current = entries;
    if (current.length < MAX_ENTRIES) {
      Entry[] longer = Arrays.copyOf(current, current.length + 1);
      longer[current.length] = added;
      entries = longer;
    } else {
      Entry[] replaced = current.clone();
      replaced[oldest] = added;
      oldest = (oldest + 1) % MAX_ENTRIES;
      entries = replaced;
    }
  }
}
