package signet.jose.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Checks one JSON document in a single pass over its bytes and notes where the members of the
 * outermost object stand.
 *
 * <p>Each method takes the position of its construct's first byte and answers the position after
 * it, or {@link #MALFORMED}. Work grows linearly with the input; the stack is bounded by the depth
 * limit. Used by one thread, once.
 */
final class JsonScanner {
  private static final int MALFORMED = -1;
  private static final int EXPECTED_MEMBERS = 16;
  // Long enough for any double; an exponent of four digits has no meaning in a double.
  private static final int MAX_NUMBER_LENGTH = 128;
  private static final int MAX_EXPONENT_DIGITS = 3;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;

  private final byte[] json;
  private final int end;
  private final int maxDepth;
  private final int maxMembers;

  /** What the names of the outermost object have been, as far as they have been read. */
  private @Nullable JsonShape followed;

  JsonScanner(byte[] json, int maxDepth, int maxMembers) {
    this.json = json;
    this.end = json.length;
    this.maxDepth = maxDepth;
    this.maxMembers = maxMembers;
  }

  /**
   * The members of the document, which is one object with white space around it, or null.
   *
   * @param expected the shape that it probably has
   */
  @Nullable JsonMembers document(@Nullable JsonShape expected) {
    int at = skipSpace(0);
    if (end > JsonMembers.MAX_JSON_BYTES || at == end || json[at] != '{') {
      return null;
    }
    followed = expected != null && expected.count() <= maxMembers ? expected : null;
    JsonMembers members = new JsonMembers(EXPECTED_MEMBERS);
    at = object(at, 1, members);
    if (at == MALFORMED || skipSpace(at) != end) {
      return null;
    }
    if (followed != null && followed.count() != members.count()) {
      followed = null;
    }
    return members;
  }

  /** Whether the document had the shape expected of it. */
  boolean followedShape() {
    return followed != null;
  }

  private int object(int at, int depth, JsonMembers members) {
    if (depth > maxDepth) {
      return MALFORMED;
    }
    at = skipSpace(at + 1);
    if (at < end && json[at] == '}') {
      return at + 1;
    }
    while (true) {
      int value = followed == null ? memberName(at, members) : expectedName(at, members);
      if (value == MALFORMED || value >= end) {
        return MALFORMED;
      }
      at = isNested(value) ? nested(value, depth) : scalar(value);
      if (at == MALFORMED) {
        return MALFORMED;
      }
      members.setLastValue(value, at);
      at = skipSpace(at);
      if (at == end) {
        return MALFORMED;
      }
      byte c = json[at];
      if (c == '}') {
        return at + 1;
      }
      if (c != ',') {
        return MALFORMED;
      }
      at = skipSpace(at + 1);
    }
  }

  /** As {@link #memberName}, for a name that is probably the next one of the shape followed. */
  private int expectedName(int at, JsonMembers members) {
    JsonShape shape = followed;
    int index = members.count();
    if (shape != null && index < shape.count()) {
      int length = shape.follow(json, at, index);
      if (length > 0) {
        members.addKnownName(shape.bit(index), at + 1, at + length - 2);
        return skipSpace(at + length);
      }
    }
    followed = null;
    return memberName(at, members);
  }

  /** Notes a member's name, and answers the position of its value. */
  private int memberName(int at, JsonMembers members) {
    if (at == end || json[at] != '"' || members.count() == maxMembers) {
      return MALFORMED;
    }
    int nameEnd = plainRun(at + 1);
    boolean plain = nameEnd < end && json[nameEnd] == '"';
    at = plain ? addPlainName(at + 1, nameEnd, members) : resolvedName(at, members);
    if (at == MALFORMED) {
      return MALFORMED;
    }
    at = skipSpace(at);
    return at == end || json[at] != ':' ? MALFORMED : skipSpace(at + 1);
  }

  private int addPlainName(int start, int nameEnd, JsonMembers members) {
    return nameEnd - start <= JsonMembers.MAX_NAME_BYTES
            && members.addPlainName(json, start, nameEnd)
        ? nameEnd + 1
        : MALFORMED;
  }

  private int resolvedName(int at, JsonMembers members) {
    int after = string(at);
    if (after == MALFORMED || after - at > JsonMembers.MAX_NAME_BYTES) {
      return MALFORMED;
    }
    byte[] resolved = JsonName.nameBytes(JsonText.string(json, at + 1, after - 1));
    return members.addResolvedName(json, at + 1, after - 1, resolved) ? after : MALFORMED;
  }

  private boolean isNested(int at) {
    return json[at] == '{' || json[at] == '[';
  }

  private int nested(int at, int depth) {
    return json[at] == '{' ? object(at, depth + 1, new JsonMembers(4)) : array(at, depth + 1);
  }

  /** A string, number or word: what most values are, and what needs no recursion. */
  private int scalar(int at) {
    byte c = json[at];
    if (c == '"') {
      // Mostly without escapes: one run, and the quote after it.
      int close = plainRun(at + 1);
      return close < end && json[close] == '"' ? close + 1 : string(at);
    }
    if (c <= '9') {
      return number(at);
    }
    return switch (c) {
      case 't' -> literal(at, "true");
      case 'f' -> literal(at, "false");
      case 'n' -> literal(at, "null");
      default -> MALFORMED;
    };
  }

  private int array(int at, int depth) {
    if (depth > maxDepth) {
      return MALFORMED;
    }
    at = skipSpace(at + 1);
    if (at < end && json[at] == ']') {
      return at + 1;
    }
    while (true) {
      if (at >= end) {
        return MALFORMED;
      }
      at = isNested(at) ? nested(at, depth) : scalar(at);
      if (at == MALFORMED) {
        return MALFORMED;
      }
      at = skipSpace(at);
      if (at == end) {
        return MALFORMED;
      }
      byte c = json[at];
      if (c == ']') {
        return at + 1;
      }
      if (c != ',') {
        return MALFORMED;
      }
      at = skipSpace(at + 1);
    }
  }

  private int literal(int at, String word) {
    int after = at + word.length();
    if (after > end) {
      return MALFORMED;
    }
    for (int i = 0; i < word.length(); i++) {
      if (json[at + i] != word.charAt(i)) {
        return MALFORMED;
      }
    }
    return after;
  }

  private int number(int start) {
    int at = json[start] == '-' ? start + 1 : start;
    int digits = digits(at);
    // RFC 8259 §6: no leading zero.
    if (digits == at || (json[at] == '0' && digits > at + 1)) {
      return MALFORMED;
    }
    at = digits;
    if (at < end && json[at] == '.') {
      digits = digits(at + 1);
      if (digits == at + 1) {
        return MALFORMED;
      }
      at = digits;
    }
    if (at < end && (json[at] | 0x20) == 'e') {
      at++;
      if (at < end && (json[at] == '+' || json[at] == '-')) {
        at++;
      }
      digits = digits(at);
      if (digits == at || digits - at > MAX_EXPONENT_DIGITS) {
        return MALFORMED;
      }
      at = digits;
    }
    return at - start > MAX_NUMBER_LENGTH ? MALFORMED : at;
  }

  private int digits(int at) {
    if (at + Long.BYTES <= end && JsonText.areDigits((long) LONGS.get(json, at))) {
      at += Long.BYTES;
    }
    while (at < end && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    return at;
  }

  private int string(int at) {
    at++;
    while (true) {
      at = plainRun(at);
      if (at >= end) {
        return MALFORMED;
      }
      byte c = json[at];
      if (c == '"') {
        return at + 1;
      }
      at = c == '\\' ? JsonText.skipEscape(json, at, end) : JsonText.skipUtf8(json, at, end);
      if (at == MALFORMED) {
        return MALFORMED;
      }
    }
  }

  /**
   * The position of the first byte that is not printable ASCII or is a quote or backslash, or the
   * end.
   */
  private int plainRun(int at) {
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      long special = specialFlags((long) LONGS.get(json, at));
      if (special != 0) {
        return at + (Long.numberOfTrailingZeros(special) >>> 3);
      }
    }
    while (at < end && json[at] >= 0x20 && json[at] != '"' && json[at] != '\\') {
      at++;
    }
    return at;
  }

  /** The high bit of the first special byte is set; those above it may be set for nothing. */
  private static long specialFlags(long chars) {
    // With bit 1 turned over, a quote comes to lie just above the control characters: one
    // comparison finds both.
    long turned = chars ^ (0x02 * ONES);
    long backslash = chars ^ ('\\' * ONES);
    return (((turned - 0x21 * ONES) & ~turned) | ((backslash - ONES) & ~backslash) | chars) & HIGH;
  }

  private int skipSpace(int at) {
    return at < end && json[at] <= ' ' ? skipSpaces(at) : at;
  }

  private int skipSpaces(int at) {
    while (at < end && isSpace(json[at])) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(byte c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
