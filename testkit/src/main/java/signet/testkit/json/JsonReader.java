package signet.testkit.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Recursive descent over one text; used once. */
final class JsonReader {
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

  private final String text;
  private int at;

  JsonReader(String text) {
    this.text = text;
  }

  @Nullable Object document() {
    Object value = value();
    space();
    if (at != text.length()) {
      throw wrong("trailing text");
    }
    return value;
  }

  private @Nullable Object value() {
    space();
    if (at == text.length()) {
      throw wrong("a value was expected");
    }
    return switch (text.charAt(at)) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      case 'n' -> literal("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    at++;
    if (next('}')) {
      return members;
    }
    do {
      space();
      String name = string();
      if (!next(':')) {
        throw wrong("':' was expected");
      }
      members.put(name, value());
    } while (next(','));
    if (!next('}')) {
      throw wrong("'}' was expected");
    }
    return members;
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> items = new ArrayList<>();
    at++;
    if (next(']')) {
      return items;
    }
    do {
      items.add(value());
    } while (next(','));
    if (!next(']')) {
      throw wrong("']' was expected");
    }
    return items;
  }

  private String string() {
    if (at == text.length() || text.charAt(at) != '"') {
      throw wrong("a string was expected");
    }
    StringBuilder out = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return out.toString();
      }
      if (c < 0x20) {
        throw wrong("a control character in a string");
      }
      out.append(c == '\\' ? escape() : c);
    }
    throw wrong("an open string");
  }

  /** Leaves {@code at} on the last character of the escape. */
  private char escape() {
    at++;
    char kind = at < text.length() ? text.charAt(at) : ' ';
    if (kind == 'u' && at + 4 < text.length()) {
      String digits = text.substring(at + 1, at + 5);
      at += 4;
      if (digits.matches("[0-9a-fA-F]{4}")) {
        return (char) Integer.parseInt(digits, 16);
      }
    }
    int index = "\"\\/bfnrt".indexOf(kind);
    if (index < 0) {
      throw wrong("an unknown escape");
    }
    return "\"\\/\b\f\n\r\t".charAt(index);
  }

  private BigDecimal number() {
    Matcher matcher = NUMBER.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      throw wrong("a value was expected");
    }
    at = matcher.end();
    return new BigDecimal(matcher.group());
  }

  private @Nullable Object literal(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw wrong("a value was expected");
    }
    at += word.length();
    return value;
  }

  private boolean next(char wanted) {
    space();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void space() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what + " at " + at);
  }
}
