package signet.runtime.address;

import java.util.ArrayList;
import java.util.List;
import signet.runtime.framing.Octets;

/**
 * One line of the header {@code Forwarded} (RFC 7239 §4), read as far as it says from where a
 * request came. Commas and semicolons within quotes separate nothing: what stands there, such as
 * the host, is the client's own text.
 */
final class ForwardedLine {
  private static final char END = '\0';

  private final String line;
  private int at;

  private ForwardedLine(String line) {
    this.line = line;
  }

  /**
   * What {@code for} names in each element of the line, unquoted; empty where an element has none.
   * A line that breaks the grammar counts as one element that names nobody.
   */
  static List<String> nodes(String line) {
    try {
      return new ForwardedLine(line).elements();
    } catch (IllegalArgumentException e) {
      return List.of("");
    }
  }

  private List<String> elements() {
    List<String> nodes = new ArrayList<>();
    do {
      nodes.add(element());
    } while (passes(','));
    require(peek() == END && at == line.length());
    return nodes;
  }

  private String element() {
    String node = "";
    boolean named = false;
    do {
      skipSpace();
      if (isTokenSign(peek())) {
        String name = token();
        require(passes('='));
        String value = peek() == '"' ? quoted() : bare();
        if (name.equalsIgnoreCase("for")) {
          require(!named);
          named = true;
          node = value;
        }
      }
      skipSpace();
    } while (passes(';'));
    return node;
  }

  private String token() {
    int start = at;
    while (isTokenSign(peek())) {
      at++;
    }
    return line.substring(start, at);
  }

  /** A token, or an address with a port, which some send without the quotes that it needs. */
  private String bare() {
    int start = at;
    while (isTokenSign(peek()) || peek() == ':' || peek() == '[' || peek() == ']') {
      at++;
    }
    require(at > start);
    return line.substring(start, at);
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    at++;
    while (peek() != '"') {
      if (peek() == '\\') {
        at++;
      }
      require(at < line.length());
      value.append(line.charAt(at++));
    }
    at++;
    return value.toString();
  }

  private boolean passes(char expected) {
    boolean there = peek() == expected;
    if (there) {
      at++;
    }
    return there;
  }

  private void skipSpace() {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
  }

  private char peek() {
    return at < line.length() ? line.charAt(at) : END;
  }

  private static boolean isTokenSign(char c) {
    return c < 256 && Octets.isToken(c);
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("not the grammar of RFC 7239");
    }
  }
}
