package signet.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lines of UTF-8 in bounded memory; a longer one is cut, and says so. For one thread. */
final class LineReader {
  /** Well above a request with the largest token that anybody takes. */
  static final int MAX_LINE_BYTES = 64 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[64 * 1024];
  private byte[] line = new byte[4 * 1024];
  private int length;
  private int position;
  private int limit;
  private boolean cut;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** The next line without its end; null at the end of all. */
  @Nullable String next() throws IOException {
    length = 0;
    cut = false;
    while (true) {
      if (position == limit) {
        limit = in.read(buffer);
        position = 0;
        if (limit <= 0) {
          limit = 0;
          return length == 0 && !cut ? null : text();
        }
      }
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      keep(end);
      position = end;
      if (end < limit) {
        position++;
        return text();
      }
    }
  }

  /** Whether the last line was longer than what is kept. */
  boolean wasCut() {
    return cut;
  }

  private void keep(int end) {
    int wanted = Math.min(end - position, MAX_LINE_BYTES - length);
    cut |= wanted < end - position;
    if (length + wanted > line.length) {
      line =
          Arrays.copyOf(line, Math.min(MAX_LINE_BYTES, Math.max(length + wanted, 2 * line.length)));
    }
    System.arraycopy(buffer, position, line, length, wanted);
    length += wanted;
  }

  private String text() {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    return new String(line, 0, end, UTF_8);
  }
}
