package signet.bearer.revocation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events (HTML Living Standard §9.2.6) as the feed sends them: UTF-8, lines that
 * end with LF or CRLF, bounded. Used by one thread.
 */
final class EventStream {
  private static final int MAX_LINE_BYTES = 1 << 20;
  private static final int MAX_EVENT_CHARS = 1 << 20;

  private final InputStream in;
  private byte[] buffer = new byte[8192];
  private int start;
  private int end;

  /**
   * One event.
   *
   * @param id the position that it stands for, or empty
   * @param name what it is
   */
  record Event(String id, String name, String data) {}

  EventStream(InputStream in) {
    this.in = in;
  }

  /** The next event, or null at the end. Comments are skipped. */
  @Nullable Event next() throws IOException {
    String id = "";
    String name = "message";
    StringBuilder data = new StringBuilder();
    for (String line = line(); line != null; line = line()) {
      if (line.isEmpty()) {
        if (data.length() > 0) {
          return new Event(id, name, data.toString());
        }
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (field) {
        case "id" -> id = value;
        case "event" -> name = value;
        case "data" -> {
          data.append(value).append('\n');
          if (data.length() > MAX_EVENT_CHARS) {
            throw new IOException("an event is above " + MAX_EVENT_CHARS + " characters");
          }
        }
        default -> {
          // A comment, or a field that means nothing here.
        }
      }
    }
    return null;
  }

  private @Nullable String line() throws IOException {
    int scanned = start;
    while (true) {
      for (; scanned < end; scanned++) {
        if (buffer[scanned] == '\n') {
          int stop = scanned > start && buffer[scanned - 1] == '\r' ? scanned - 1 : scanned;
          String line = new String(buffer, start, stop - start, StandardCharsets.UTF_8);
          start = scanned + 1;
          return line;
        }
      }
      scanned -= start;
      makeRoom();
      int read = in.read(buffer, end, buffer.length - end);
      if (read < 0) {
        return null;
      }
      end += read;
    }
  }

  /** Moves what was not read yet to the front. */
  private void makeRoom() throws IOException {
    System.arraycopy(buffer, start, buffer, 0, end - start);
    end -= start;
    start = 0;
    if (end == buffer.length) {
      if (end >= MAX_LINE_BYTES) {
        throw new IOException("a line is above " + MAX_LINE_BYTES + " bytes");
      }
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
  }
}
