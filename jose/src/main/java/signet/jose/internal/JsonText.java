package signet.jose.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The strings and numbers of a document that {@link JsonScanner} has checked, and the scanner's
 * rules for both.
 */
final class JsonText {
  private static final int MALFORMED = -1;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long UPPER_HALVES = 0xf0f0f0f0f0f0f0f0L;
  private static final long THREES = 0x3030303030303030L;
  private static final long SIXES = 0x0606060606060606L;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long BACKSLASHES = 0x5c5c5c5c5c5c5c5cL;

  private JsonText() {}

  /**
   * The position after the escape at {@code at}, or -1; a surrogate stands only in a pair (RFC 7493
   * §2.1).
   */
  static int skipEscape(byte[] json, int at, int end) {
    if (at + 1 >= end) {
      return MALFORMED;
    }
    return switch (json[at + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
      case 'u' -> skipUnicodeEscape(json, at, end);
      default -> MALFORMED;
    };
  }

  private static int skipUnicodeEscape(byte[] json, int at, int end) {
    int unit = hex4(json, at + 2, end);
    if (unit < 0 || Character.isLowSurrogate((char) unit)) {
      return MALFORMED;
    }
    int after = at + 6;
    if (!Character.isHighSurrogate((char) unit)) {
      return after;
    }
    boolean pair =
        after + 1 < end
            && json[after] == '\\'
            && json[after + 1] == 'u'
            && Character.isLowSurrogate((char) Math.max(0, hex4(json, after + 2, end)));
    return pair ? after + 6 : MALFORMED;
  }

  private static int hex4(byte[] json, int at, int end) {
    if (at + 4 > end) {
      return MALFORMED;
    }
    int unit = 0;
    for (int i = at; i < at + 4; i++) {
      int digit = json[i] < 0 ? -1 : Character.digit(json[i], 16);
      if (digit < 0) {
        return MALFORMED;
      }
      unit = (unit << 4) | digit;
    }
    return unit;
  }

  /**
   * The position after the UTF-8 sequence at {@code at}, or -1 (RFC 3629 §4: shortest form, no
   * surrogates).
   */
  static int skipUtf8(byte[] json, int at, int end) {
    int lead = json[at] & 0xff;
    if (lead < 0xC2 || lead > 0xF4) {
      return MALFORMED;
    }
    int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (at + length > end) {
      return MALFORMED;
    }
    int second = json[at + 1] & 0xff;
    int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) {
      return MALFORMED;
    }
    for (int i = at + 2; i < at + length; i++) {
      if ((json[i] & 0xC0) != 0x80) {
        return MALFORMED;
      }
    }
    return at + length;
  }

  static boolean hasEscape(byte[] json, int start, int end) {
    int at = start;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      if (hasZeroByte((long) LONGS.get(json, at) ^ BACKSLASHES)) {
        return true;
      }
    }
    for (; at < end; at++) {
      if (json[at] == '\\') {
        return true;
      }
    }
    return false;
  }

  /** Whether one of the eight bytes is zero: none but that sets its high bit by losing one. */
  private static boolean hasZeroByte(long bytes) {
    return ((bytes - ONES) & ~bytes & HIGH_BITS) != 0;
  }

  /** The text between the quotes {@code json[start..end)}. */
  static String string(byte[] json, int start, int end) {
    String raw = new String(json, start, end - start, StandardCharsets.UTF_8);
    if (!hasEscape(json, start, end)) {
      return raw;
    }
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escape = raw.charAt(++i);
      if (escape == 'u') {
        text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
        i += 4;
      } else {
        text.append(unescape(escape));
      }
    }
    return text.toString();
  }

  private static char unescape(char escape) {
    return switch (escape) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> escape;
    };
  }

  /** Whether all eight bytes are digits. */
  static boolean areDigits(long chars) {
    // A digit has 3 in its upper half, and still has it when 6 is added: 0x3A + 6 is 0x40.
    return (((chars ^ THREES) | ((chars + SIXES) ^ THREES)) & UPPER_HALVES) == 0;
  }

  /** The number that eight digits make, the first in the lowest byte: pairs, fours, all. */
  private static long eightDigits(long chars) {
    long digits = chars - THREES;
    long pairs = (digits * 10 + (digits >>> 8)) & 0x00ff00ff00ff00ffL;
    long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000ffff0000ffffL;
    return (fours * 10_000 + (fours >>> 32)) & 0xffffffffL;
  }

  /**
   * The integer {@code json[start..end)}, or {@code Long.MIN_VALUE} where it is no integer within
   * long.
   */
  static long integer(byte[] json, int start, int end) {
    boolean negative = json[start] == '-';
    int at = negative ? start + 1 : start;
    // 18 digits always fit; NumericDate and the like need 10.
    if (end - at > 18 || end == at) {
      return Long.MIN_VALUE;
    }
    long value = 0;
    if (end - at >= Long.BYTES) {
      long eight = (long) LONGS.get(json, at);
      if (!areDigits(eight)) {
        return Long.MIN_VALUE;
      }
      value = eightDigits(eight);
      at += Long.BYTES;
    }
    for (; at < end; at++) {
      int digit = json[at] - '0';
      if (digit < 0 || digit > 9) {
        return Long.MIN_VALUE;
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }
}
