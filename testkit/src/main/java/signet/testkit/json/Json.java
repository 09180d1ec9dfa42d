package signet.testkit.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value: what a file of vectors or the part of a token says.
 *
 * <p>Reads plain RFC 8259 text by recursive descent (depth is bounded by the stack, so feed it what
 * is trusted) and keeps the last of duplicate members, unlike the reader it is an oracle for.
 * Objects are {@link Map}, arrays {@link List}, numbers {@link BigDecimal}. Not modified after it
 * was made.
 */
public final class Json {
  private final @Nullable Object value;

  private Json(@Nullable Object value) {
    this.value = value;
  }

  /** Reads UTF-8 text. */
  public static Json parse(byte[] text) {
    return parse(new String(text, StandardCharsets.UTF_8));
  }

  /**
   * Reads one value.
   *
   * @throws IllegalArgumentException where the text is no JSON
   */
  public static Json parse(String text) {
    return new Json(new JsonReader(text).document());
  }

  /** Wraps a value made of maps, lists, strings, numbers, booleans and null. */
  public static Json of(@Nullable Object value) {
    return value instanceof Json json ? json : new Json(value);
  }

  /** Writes a value made of maps, lists, strings, numbers, booleans and null, without spaces. */
  public static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  /** The plain Java value, null for a JSON null. */
  public @Nullable Object value() {
    return value;
  }

  /** Whether this is an object with a member {@code name} that is not null. */
  public boolean has(String name) {
    return value instanceof Map<?, ?> map && map.get(name) != null;
  }

  /** The member {@code name}, which must be there. */
  public Json at(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("no member " + name + " in " + brief()));
  }

  /** The member {@code name}, empty where it is absent or null. */
  public Optional<Json> find(String name) {
    return has(name) ? Optional.of(new Json(members().get(name))) : Optional.empty();
  }

  /** The text of a string value. */
  public String text() {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("not a string: " + brief());
  }

  /** The text of the member {@code name}. */
  public String text(String name) {
    return at(name).text();
  }

  /** A number as an int. */
  public int number() {
    if (value instanceof Number number) {
      return number.intValue();
    }
    throw new IllegalArgumentException("not a number: " + brief());
  }

  /** Whether this is {@code true}. */
  public boolean isTrue() {
    return Boolean.TRUE.equals(value);
  }

  /** The elements of an array. */
  public List<Json> items() {
    if (!(value instanceof List<?> list)) {
      throw new IllegalArgumentException("not an array: " + brief());
    }
    List<Json> items = new ArrayList<>();
    for (Object item : list) {
      items.add(new Json(item));
    }
    return items;
  }

  /** The members of an object, in their order. */
  public Map<String, @Nullable Object> members() {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("not an object: " + brief());
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    map.forEach((name, member) -> members.put(String.valueOf(name), member));
    return members;
  }

  /** The same object with a member set. */
  public Json with(String name, @Nullable Object member) {
    Map<String, @Nullable Object> members = members();
    members.put(name, member);
    return new Json(members);
  }

  /** The same object without the members named. */
  public Json without(String... names) {
    Map<String, @Nullable Object> members = members();
    for (String name : names) {
      members.remove(name);
    }
    return new Json(members);
  }

  @Override
  public String toString() {
    return write(value);
  }

  private String brief() {
    String text = toString();
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }

  private static void append(StringBuilder out, @Nullable Object value) {
    if (value instanceof Json json) {
      append(out, json.value);
    } else if (value instanceof Map<?, ?> map) {
      String separator = "{";
      for (Map.Entry<?, ?> member : map.entrySet()) {
        out.append(separator);
        quote(out, String.valueOf(member.getKey()));
        out.append(':');
        append(out, member.getValue());
        separator = ",";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof Iterable<?> list) {
      out.append('[');
      String separator = "";
      for (Object item : list) {
        out.append(separator);
        append(out, item);
        separator = ",";
      }
      out.append(']');
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
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
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
