package signet.jose.internal;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One strict JSON object over its UTF-8 bytes: checked as a whole when made, read member by member
 * afterwards.
 *
 * <p>Strict means RFC 8259 and no more, with I-JSON's rule on names (RFC 7493 §2.3): a name stands
 * once in its object, at any depth, compared after escapes are resolved and, beyond ASCII, in
 * normalization form C. Immutable, so safe for use by many threads; it keeps the array that it was
 * given, which must not change.
 */
public final class JsonObject {
  /** What a member's value is. */
  public enum Kind {
    STRING,
    NUMBER,
    BOOLEAN,
    NULL,
    ARRAY,
    OBJECT
  }

  private final byte[] json;
  private final JsonMembers members;

  private final @Nullable JsonShape shape;

  private JsonObject(byte[] json, JsonMembers members, @Nullable JsonShape shape) {
    this.json = json;
    this.members = members;
    this.shape = shape;
  }

  /**
   * Reads {@code json}, or answers null when it is not one strict JSON object.
   *
   * @param maxDepth how deep objects and arrays may nest, this object included
   * @param maxMembers how many members any one object may have
   */
  public static @Nullable JsonObject parse(byte[] json, int maxDepth, int maxMembers) {
    return parse(json, maxDepth, maxMembers, null);
  }

  /** The same, sooner done where the object has the shape that is expected. */
  static @Nullable JsonObject parse(
      byte[] json, int maxDepth, int maxMembers, @Nullable JsonShape expected) {
    JsonScanner scanner = new JsonScanner(json, maxDepth, maxMembers);
    JsonMembers members = scanner.document(expected);
    return members == null
        ? null
        : new JsonObject(json, members, scanner.followedShape() ? expected : null);
  }

  /**
   * The shape that the object was found to have, or null: objects of one shape have each member at
   * the same index.
   */
  public @Nullable JsonShape shape() {
    return shape;
  }

  boolean fits(JsonShape other) {
    return other.fits(json, members);
  }

  /** A shape made of this object, or null where its names cannot be followed. */
  @Nullable JsonShape newShape() {
    return JsonShape.of(json, members);
  }

  /** How many members the object has. */
  public int size() {
    return members.count();
  }

  /** The index of the member {@code name}, or -1. */
  public int find(JsonName name) {
    return members.find(json, name);
  }

  /** The index of the member {@code name}, or -1. */
  public int find(String name) {
    return members.find(json, JsonName.of(name));
  }

  public String name(int index) {
    return JsonText.string(json, members.nameStart(index), members.nameEnd(index));
  }

  public Kind kind(int index) {
    return kindAt(members.valueStart(index));
  }

  /** Whether a member is a string. */
  public boolean isString(int index) {
    return json[members.valueStart(index)] == '"';
  }

  private Kind kindAt(int at) {
    return switch (json[at]) {
      case '"' -> Kind.STRING;
      case '{' -> Kind.OBJECT;
      case '[' -> Kind.ARRAY;
      case 't', 'f' -> Kind.BOOLEAN;
      case 'n' -> Kind.NULL;
      default -> Kind.NUMBER;
    };
  }

  /** The member {@code name} as a string, or null when it is absent or no string. */
  public @Nullable String string(JsonName name) {
    int index = find(name);
    return index >= 0 && isString(index) ? stringAt(index) : null;
  }

  /** The member {@code name} as a string, or null when it is absent or no string. */
  public @Nullable String string(String name) {
    return string(JsonName.of(name));
  }

  /** The text of a member that is a string. */
  public String stringAt(int index) {
    return JsonText.string(json, members.valueStart(index) + 1, members.valueEnd(index) - 1);
  }

  /**
   * Whether a member that is a string equals {@code expected}; allocates nothing where it holds no
   * escape.
   */
  public boolean stringEquals(int index, JsonName expected) {
    return textEquals(members.valueStart(index), members.valueEnd(index), expected);
  }

  /** The {@link TextHash} of a member that is a string; copies nothing where it holds no escape. */
  public long stringHash(int index) {
    int start = members.valueStart(index) + 1;
    int end = members.valueEnd(index) - 1;
    return JsonText.hasEscape(json, start, end)
        ? TextHash.of(JsonText.string(json, start, end))
        : TextHash.of(json, start, end);
  }

  private boolean textEquals(int start, int end, JsonName expected) {
    byte[] utf8 = expected.utf8();
    if (Arrays.equals(json, start + 1, end - 1, utf8, 0, utf8.length)) {
      return true;
    }
    return JsonText.hasEscape(json, start + 1, end - 1)
        && JsonText.string(json, start + 1, end - 1).equals(expected.text());
  }

  /**
   * A member that is an integer written without fraction or exponent and within {@code long}, or
   * {@code Long.MIN_VALUE} when it is anything else.
   */
  public long integerAt(int index) {
    return JsonText.integer(json, members.valueStart(index), members.valueEnd(index));
  }

  /** Whether a member is an array that holds strings only. */
  public boolean isStringArray(int index) {
    if (kind(index) != Kind.ARRAY) {
      return false;
    }
    for (JsonElements e = elements(index); e.next(); ) {
      if (json[e.start()] != '"') {
        return false;
      }
    }
    return true;
  }

  /** Whether a member that is an array has no element. */
  public boolean isEmptyArray(int index) {
    return !elements(index).next();
  }

  /** Whether a member that is an array of strings has one equal to {@code expected}. */
  public boolean arrayContains(int index, JsonName expected) {
    for (JsonElements e = elements(index); e.next(); ) {
      if (textEquals(e.start(), e.end(), expected)) {
        return true;
      }
    }
    return false;
  }

  /** The texts of a member that is an array of strings. */
  public List<String> stringsAt(int index) {
    List<String> strings = new ArrayList<>();
    for (JsonElements e = elements(index); e.next(); ) {
      strings.add(JsonText.string(json, e.start() + 1, e.end() - 1));
    }
    return List.copyOf(strings);
  }

  /** The elements of a member that is an array of objects, or null when it holds anything else. */
  public @Nullable List<JsonObject> objectsAt(int index, int maxDepth, int maxMembers) {
    List<JsonObject> objects = new ArrayList<>();
    for (JsonElements e = elements(index); e.next(); ) {
      if (json[e.start()] != '{') {
        return null;
      }
      JsonObject object = parse(Arrays.copyOfRange(json, e.start(), e.end()), maxDepth, maxMembers);
      if (object == null) {
        return null;
      }
      objects.add(object);
    }
    return objects;
  }

  private JsonElements elements(int index) {
    return new JsonElements(json, members.valueStart(index), members.valueEnd(index));
  }

  /** The text of a member's value as it stands in the JSON. */
  public String rawAt(int index) {
    int start = members.valueStart(index);
    return new String(json, start, members.valueEnd(index) - start, StandardCharsets.UTF_8);
  }

  /**
   * A member's value: String, Long or BigDecimal, Boolean, unmodifiable List or Map, or null for
   * JSON null.
   */
  public @Nullable Object valueAt(int index) {
    return value(members.valueStart(index), members.valueEnd(index));
  }

  private @Nullable Object value(int start, int end) {
    return switch (kindAt(start)) {
      case STRING -> JsonText.string(json, start + 1, end - 1);
      case NUMBER -> {
        long integer = JsonText.integer(json, start, end);
        yield integer != Long.MIN_VALUE
            ? (Object) integer
            : new BigDecimal(new String(json, start, end - start, StandardCharsets.US_ASCII));
      }
      case BOOLEAN -> json[start] == 't';
      case NULL -> null;
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (JsonElements e = new JsonElements(json, start, end); e.next(); ) {
          list.add(value(e.start(), e.end()));
        }
        yield Collections.unmodifiableList(list);
      }
      default -> {
        // Checked when the whole was, so no limit can be met here.
        JsonObject inner =
            parse(Arrays.copyOfRange(json, start, end), Integer.MAX_VALUE, Integer.MAX_VALUE);
        yield inner == null ? null : inner.toMap();
      }
    };
  }

  /** All members in their order; see {@link #valueAt} for the values. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size(); i++) {
      map.put(name(i), valueAt(i));
    }
    return Collections.unmodifiableMap(map);
  }

  /** The length of the JSON text in UTF-8. */
  public int byteLength() {
    return json.length;
  }

  /** The JSON text as it was read. */
  public String toJson() {
    return new String(json, StandardCharsets.UTF_8);
  }
}
