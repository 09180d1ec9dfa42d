package signet.runtime.framing;

/** The first bytes of a name or a value, in lower case; used again for each. */
final class FieldBytes {
  private final byte[] bytes;
  private int size;

  FieldBytes(int capacity) {
    bytes = new byte[capacity];
  }

  void clear() {
    size = 0;
  }

  /** Takes a byte; false where there is no room. The size is counted on. */
  boolean add(int octet) {
    if (size < bytes.length) {
      bytes[size] = (byte) (octet >= 'A' && octet <= 'Z' ? octet | 0x20 : octet);
    }
    return ++size <= bytes.length;
  }

  void trimEnd() {
    while (size > 0 && (bytes[size - 1] == ' ' || bytes[size - 1] == '\t')) {
      size--;
    }
  }

  /** Whether it is that text, of lower case. */
  boolean is(String text) {
    if (size != text.length()) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (bytes[i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** RFC 9112 §3.2: host and perhaps port, of plain characters. */
  boolean isHost() {
    for (int i = 0; i < size; i++) {
      byte b = bytes[i];
      boolean plain = (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9');
      if (!plain && b != '.' && b != '-' && b != '_' && b != ':' && b != '[' && b != ']') {
        return false;
      }
    }
    return size > 0;
  }

  /** The number that its digits make, or -1 where it is none. */
  long number(int mostDigits) {
    if (size == 0 || size > mostDigits) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < size; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return -1;
      }
      number = number * 10 + (bytes[i] - '0');
    }
    return number;
  }
}
