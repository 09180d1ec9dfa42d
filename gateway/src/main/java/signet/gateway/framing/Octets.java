package signet.gateway.framing;

/** Which octets may stand where (RFC 9110 §5.5 and §5.6.2). */
final class Octets {
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

  static boolean isToken(int octet) {
    return TOKEN[octet];
  }

  static boolean isFieldValue(int octet) {
    return FIELD_VALUE[octet];
  }
}
