package signet.jose.jws;

/** How a kid from a token that nobody has verified may stand in a log line. */
final class Kids {
  private static final int MAX_CHARS = 64;

  private Kids() {}

  /** Printable ASCII, everything else as '?', cut after 64 characters. */
  static String printable(String kid) {
    StringBuilder text = new StringBuilder(Math.min(kid.length(), MAX_CHARS + 1));
    for (int i = 0; i < kid.length() && i < MAX_CHARS; i++) {
      char c = kid.charAt(i);
      text.append(c > ' ' && c < 0x7f && c != '"' && c != '\\' ? c : '?');
    }
    return kid.length() > MAX_CHARS ? text.append('…').toString() : text.toString();
  }
}
