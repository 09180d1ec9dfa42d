package signet.gateway.header;

import signet.runtime.framing.Octets;

/**
 * Names and values of HTTP/2 that HTTP/1.1 can carry on without taking them for something else (RFC
 * 9113 §8.2.1).
 */
public final class PlainFields {
  private PlainFields() {}

  /** Whether both are; a name of a pseudo-header field is not. */
  public static boolean isPlain(String name, String value) {
    return isPlainName(name, 0) && isPlainValue(value);
  }

  /** As {@link #isPlain} where pseudo-header fields may be. */
  public static boolean isPlainOrPseudo(String name, String value) {
    return isPlainName(name, name.startsWith(":") ? 1 : 0) && isPlainValue(value);
  }

  /** A token in lower case, as HTTP/1.1 and its libraries take no other name. */
  private static boolean isPlainName(String name, int from) {
    for (int i = from; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c > 0x7f || !Octets.isToken(c) || (c >= 'A' && c <= 'Z')) {
        return false;
      }
    }
    return name.length() > from;
  }

  private static boolean isPlainValue(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < 0x20 && c != '\t') || c == 0x7f) {
        return false;
      }
    }
    return true;
  }
}
