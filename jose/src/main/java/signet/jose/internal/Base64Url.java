package signet.jose.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Canonical base64url without padding (RFC 7515 §2): one text for one byte string, no other
 * accepted.
 *
 * <p>The JDK's decoder is a vector intrinsic that finds bad characters for nothing, but reports
 * them by an exception with a stack trace. So a good text goes straight to it, and once a bad one
 * has been seen the next thousand are checked first, eight characters a step: a flood of bad texts
 * costs one exception a thousand.
 */
public final class Base64Url {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;
  private static final int CHECKED_AFTER_BAD = 1000;

  /**
   * How many texts are still to be checked before they are decoded. Racy: it only chooses between
   * two right ways.
   */
  private static int wary;

  private Base64Url() {}

  /** The canonical text of {@code bytes}. */
  public static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  /** The canonical text of {@code bytes} as ASCII. */
  public static byte[] encodeToBytes(byte[] bytes) {
    return ENCODER.encode(bytes);
  }

  /** The bytes that {@code text} stands for, or null when it is not canonical base64url. */
  public static byte @Nullable [] decode(String text) {
    // A character beyond Latin-1 becomes '?', which the alphabet lacks.
    byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
    return decode(ascii, 0, ascii.length);
  }

  /**
   * The bytes that {@code ascii[from..to)} stands for, or null when it is not canonical base64url.
   */
  public static byte @Nullable [] decode(byte[] ascii, int from, int to) {
    if (wary > 0) {
      wary--;
      if (!isAlphabet(ascii, from, to)) {
        wary = CHECKED_AFTER_BAD;
        return null;
      }
    }
    if (!hasCanonicalEnd(ascii, from, to)) {
      return null;
    }
    try {
      return DECODER.decode(ByteBuffer.wrap(ascii, from, to - from)).array();
    } catch (IllegalArgumentException e) {
      wary = CHECKED_AFTER_BAD;
      return null;
    }
  }

  /**
   * Whether the length is possible and the last character, which is no padding, leaves no stray
   * bits.
   */
  private static boolean hasCanonicalEnd(byte[] ascii, int from, int to) {
    int tail = (to - from) & 3;
    if (tail == 1) {
      return false;
    }
    if (to == from) {
      return true;
    }
    int last = valueOf(ascii[to - 1]);
    // RFC 4648 §3.5: the bits that the last character does not need are zero.
    return last >= 0 && (tail == 0 || (last & (tail == 2 ? 0b1111 : 0b11)) == 0);
  }

  /** Whether each of {@code ascii[from..to)} is a letter, a digit, '-' or '_'. */
  static boolean isAlphabet(byte[] ascii, int from, int to) {
    int at = from;
    long good = HIGH;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      good &= alphabetFlags((long) LONGS.get(ascii, at));
    }
    if (good != HIGH) {
      return false;
    }
    int bad = 0;
    for (; at < to; at++) {
      bad |= valueOf(ascii[at]);
    }
    return bad >= 0;
  }

  /** Sets the high bit of each of the eight bytes that is a letter, a digit, '-' or '_'. */
  private static long alphabetFlags(long chars) {
    long lower = chars | (0x20 * ONES);
    long letter = (lower + (0x80 - 'a') * ONES) & ~(lower + (0x80 - 'z' - 1) * ONES);
    long digit = (chars + (0x80 - '0') * ONES) & ~(chars + (0x80 - '9' - 1) * ONES);
    long minus = HIGH - (chars ^ ('-' * ONES));
    long underscore = HIGH - (chars ^ ('_' * ONES));
    // A byte above 127 would carry into its neighbour; with one present nothing counts as good.
    return (chars & HIGH) != 0 ? 0 : (letter | digit | minus | underscore) & HIGH;
  }

  private static int valueOf(byte c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return c == '-' ? 62 : c == '_' ? 63 : -1;
  }
}
