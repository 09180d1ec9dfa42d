package signet.jose.jws;

/** How a kid from a token that nobody has verified may stand in a log line. */
public final class PrintableKid {
  private static final int MAX_CHARS = 64;
  private static final String CUT = "...";

  private PrintableKid() {}

  /** Printable ASCII, everything else as '?'; a kid of more than 64 characters is cut to that. */
  public static String of(String kid) {
    int kept = kid.length() <= MAX_CHARS ? kid.length() : MAX_CHARS - CUT.length();
    StringBuilder text = new StringBuilder(MAX_CHARS);
    for (int i = 0; i < kept; i++) {
      char c = kid.charAt(i);
      text.append(c > ' ' && c < 0x7f && c != '"' && c != '\\' ? c : '?');
    }
    return kept < kid.length() ? text.append(CUT).toString() : text.toString();
  }
}
