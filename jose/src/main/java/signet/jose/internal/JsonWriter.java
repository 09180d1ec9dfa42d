package signet.jose.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, collections, strings, numbers and booleans as compact JSON text. */
public final class JsonWriter {
  private static final int MAX_DEPTH = 64;

  private JsonWriter() {}

  /**
   * The JSON text of {@code object}, its members in the map's order.
   *
   * @throws IllegalArgumentException for a value of another type, a number that is not finite, or
   *     nesting without end
   */
  public static String write(Map<String, ? extends @Nullable Object> object) {
    StringBuilder out = new StringBuilder(256);
    object(out, object, 1);
    return out.toString();
  }

  private static void value(StringBuilder out, @Nullable Object value, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("JSON nests deeper than " + MAX_DEPTH);
    }
    if (value == null || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof CharSequence) {
      string(out, value.toString());
    } else if (value instanceof Number number) {
      number(out, number);
    } else if (value instanceof Collection<?> array) {
      array(out, array, depth);
    } else if (value instanceof Map<?, ?> object) {
      object(out, object, depth);
    } else {
      throw new IllegalArgumentException("no JSON form for " + value.getClass().getName());
    }
  }

  private static void object(StringBuilder out, Map<?, ?> object, int depth) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> member : object.entrySet()) {
      out.append(separator);
      string(out, String.valueOf(member.getKey()));
      out.append(':');
      value(out, member.getValue(), depth + 1);
      separator = ",";
    }
    out.append('}');
  }

  private static void array(StringBuilder out, Collection<?> array, int depth) {
    out.append('[');
    String separator = "";
    for (Object element : array) {
      out.append(separator);
      value(out, element, depth + 1);
      separator = ",";
    }
    out.append(']');
  }

  private static void number(StringBuilder out, Number number) {
    boolean exact =
        number instanceof Long
            || number instanceof Integer
            || number instanceof Short
            || number instanceof Byte
            || number instanceof BigInteger
            || number instanceof BigDecimal;
    if (!exact && !Double.isFinite(number.doubleValue())) {
      throw new IllegalArgumentException("no JSON form for a number that is not finite");
    }
    out.append(number);
  }

  private static void string(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append(String.format("\\u%04x", (int) c));
      } else if (Character.isSurrogate(c) && !isPaired(text, i)) {
        throw new IllegalArgumentException("no JSON form for an unpaired surrogate");
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static boolean isPaired(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
