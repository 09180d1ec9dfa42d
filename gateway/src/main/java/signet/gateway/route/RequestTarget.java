package signet.gateway.route;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request in origin form (RFC 9112 §3.2.1), if it means the same to everybody who
 * reads it. What servers are known to read in two ways is refused: dot segments, empty segments,
 * encoded slashes, backslashes and NUL, encoding over encoding, escapes that are no UTF-8, path
 * parameters, and whatever RFC 3986 does not allow. Immutable.
 */
public final class RequestTarget {
  private final String raw;
  private final int pathEnd;
  private final String routedPath;

  private RequestTarget(String raw, int pathEnd, String routedPath) {
    this.raw = raw;
    this.pathEnd = pathEnd;
    this.routedPath = routedPath;
  }

  /** The target, or null where it is refused. */
  public static @Nullable RequestTarget parse(String raw) {
    if (raw.isEmpty() || raw.charAt(0) != '/') {
      return null;
    }
    int length = raw.length();
    int query = raw.indexOf('?');
    int pathEnd = query < 0 ? length : query;
    boolean escaped = false;
    for (int i = 0; i < length; i++) {
      char c = raw.charAt(i);
      // Visible ASCII without what RFC 3986 has no place for; a bar and braces are seen in queries.
      if (c <= 0x20 || c >= 0x7f || c == '#' || c == '"' || c == '<' || c == '>') {
        return null;
      }
      if (i < pathEnd) {
        if (c == '\\' || c == ';') {
          return null;
        }
        escaped |= c == '%';
      }
    }
    String path = raw.substring(0, pathEnd);
    String routed = escaped ? decode(path) : path;
    return routed == null || hasDotOrEmptySegment(routed)
        ? null
        : new RequestTarget(raw, pathEnd, routed);
  }

  /** Decoded once, or null where an escape is none, or hides what changes the path. */
  private static @Nullable String decode(String path) {
    byte[] out = new byte[path.length()];
    int size = 0;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c != '%') {
        out[size++] = (byte) c;
        continue;
      }
      if (i + 2 >= path.length()) {
        return null;
      }
      int high = Character.digit(path.charAt(i + 1), 16);
      int low = Character.digit(path.charAt(i + 2), 16);
      int value = high << 4 | low;
      if (high < 0 || low < 0 || changesThePath(value)) {
        return null;
      }
      out[size++] = (byte) value;
      i += 2;
    }
    return utf8(out, size);
  }

  /** What is no UTF-8 is read in two ways: an overlong form is a dot or a slash to some servers. */
  private static @Nullable String utf8(byte[] bytes, int size) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, size)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static boolean changesThePath(int octet) {
    return octet < 0x20
        || octet == 0x7f
        || octet == '/'
        || octet == '\\'
        || octet == '%'
        || octet == ';'
        || octet == '?'
        || octet == '#';
  }

  private static boolean hasDotOrEmptySegment(String path) {
    int start = 1;
    for (int i = 1; i <= path.length(); i++) {
      if (i < path.length() && path.charAt(i) != '/') {
        continue;
      }
      int segment = i - start;
      boolean dots =
          (segment == 1 && path.charAt(start) == '.')
              || (segment == 2 && path.charAt(start) == '.' && path.charAt(start + 1) == '.');
      boolean emptyInside = segment == 0 && i < path.length();
      if (dots || emptyInside) {
        return true;
      }
      start = i + 1;
    }
    return false;
  }

  /** As it was sent, query included. */
  public String raw() {
    return raw;
  }

  /** The path as it was sent. */
  public String path() {
    return raw.substring(0, pathEnd);
  }

  /** The path with its escapes decoded: by it routes are found. */
  public String routedPath() {
    return routedPath;
  }
}
