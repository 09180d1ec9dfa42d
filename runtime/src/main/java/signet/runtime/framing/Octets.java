package signet.runtime.framing;

import io.netty.buffer.ByteBuf;

/** Which octets may stand where (RFC 9110 §5.5 and §5.6.2). */
public final class Octets {
  private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";
  private static final boolean[] TOKEN = new boolean[256];
  private static final boolean[] FIELD_VALUE = new boolean[256];

  static {
    for (int octet = 0; octet < 256; octet++) {
      boolean digit = octet >= '0' && octet <= '9';
      boolean letter = (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z');
      TOKEN[octet] = digit || letter || TOKEN_SIGNS.indexOf(octet) >= 0;
      FIELD_VALUE[octet] = octet == '\t' || (octet >= 0x20 && octet != 0x7f);
    }
  }

  private Octets() {}

  /** Whether an octet, or an ASCII character, may stand in a token; from 0 to 255. */
  public static boolean isToken(int octet) {
    return TOKEN[octet];
  }

  static boolean isFieldValue(int octet) {
    return FIELD_VALUE[octet];
  }

  /**
   * Skips octets from 0x20 to 0x7e, eight at a time.
   *
   * @return the index from which on octets are to be looked at one by one
   */
  static int skipVisible(ByteBuf bytes, int from) {
    int at = from;
    while (bytes.writerIndex() - at >= Long.BYTES && areVisible(bytes.getLong(at))) {
      at += Long.BYTES;
    }
    return at;
  }

  private static boolean areVisible(long octets) {
    // An octet's highest bit is its own, or is left by taking 0x20 from less, or by adding 1 to
    // 0x7f. What is borrowed or carried beyond the first such octet changes the answer no more.
    long signs = octets | (octets - 0x2020202020202020L) | (octets + 0x0101010101010101L);
    return (signs & 0x8080808080808080L) == 0;
  }
}
