package signet.cli.json;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/**
 * Writes JSON for people and scripts. Characters that a terminal could obey or that would reorder a
 * line are written as escapes, so what comes from an unverified token cannot forge output.
 */
public final class JsonText {
  private static final String INDENT = "  ";

  private JsonText() {}

  /**
   * JSON that exists already and is put in place as it stands.
   *
   * @param text valid JSON
   */
  public record Raw(String text) {}

  /**
   * One line of JSON: maps, collections, strings, numbers, booleans and {@link Raw}, in the map's
   * order.
   */
  public static String line(Map<String, ?> object) {
    StringBuilder out = new StringBuilder(256);
    append(out, object);
    return out.toString();
  }

  private static void append(StringBuilder out, Object value) {
    if (value instanceof Map<?, ?> map) {
      out.append('{');
      String separator = "";
      for (Map.Entry<?, ?> member : map.entrySet()) {
        out.append(separator);
        quote(out, String.valueOf(member.getKey()));
        out.append(':');
        append(out, member.getValue());
        separator = ",";
      }
      out.append('}');
    } else if (value instanceof Collection<?> elements) {
      out.append('[');
      String separator = "";
      for (Object element : elements) {
        out.append(separator);
        append(out, element);
        separator = ",";
      }
      out.append(']');
    } else if (value instanceof Raw raw) {
      printable(out, raw.text());
    } else if (value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      quote(out, value.toString());
    }
  }

  private static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      printable(out, c);
    }
    out.append('"');
  }

  /** Text with everything escaped that a terminal could obey; for a value shown outside JSON. */
  public static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    printable(out, text);
    return out.toString();
  }

  private static void printable(StringBuilder out, String text) {
    for (int i = 0; i < text.length(); i++) {
      printable(out, text.charAt(i));
    }
  }

  private static void printable(StringBuilder out, char c) {
    int type = Character.getType(c);
    if (Character.isISOControl(c)
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR) {
      out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
    } else {
      out.append(c);
    }
  }

  /**
   * Valid JSON laid out over lines. Only white space is added, so numbers, names and duplicates
   * show as they were sent.
   */
  public static String indented(String json) {
    StringBuilder out = new StringBuilder(json.length() * 2);
    int depth = 0;
    boolean inString = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (inString) {
        printable(out, c);
        if (c == '\\' && i + 1 < json.length()) {
          printable(out, json.charAt(++i));
        } else if (c == '"') {
          inString = false;
        }
      } else if (c == '"') {
        inString = true;
        out.append(c);
      } else if (c == '{' || c == '[') {
        out.append(c);
        int close = skipSpace(json, i + 1);
        if (close < json.length() && (json.charAt(close) == '}' || json.charAt(close) == ']')) {
          out.append(json.charAt(close));
          i = close;
        } else {
          newLine(out, ++depth);
        }
      } else if (c == '}' || c == ']') {
        newLine(out, --depth);
        out.append(c);
      } else if (c == ',') {
        out.append(c);
        newLine(out, depth);
      } else if (c == ':') {
        out.append(": ");
      } else if (!isSpace(c)) {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static void newLine(StringBuilder out, int depth) {
    out.append('\n').append(INDENT.repeat(Math.max(0, depth)));
  }

  private static int skipSpace(String json, int from) {
    int at = from;
    while (at < json.length() && isSpace(json.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
