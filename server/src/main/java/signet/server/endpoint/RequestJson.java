package signet.server.endpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The JSON object of a request, read strictly: valid UTF-8, no member twice, nothing behind it,
 * eight levels at most. Members nobody asks for are ignored.
 */
final class RequestJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          // Interned or cached names would let clients fill memory that is never freed.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(8)
                  .maxNameLength(256)
                  .maxNumberLength(64)
                  .build())
          .build();

  /**
   * Strings, lists of strings, numbers and booleans; null is {@link #NULL}, anything else {@link
   * #OTHER}.
   */
  private final Map<String, Object> members;

  private static final Object OTHER = new Object();
  private static final Object NULL = new Object();

  private RequestJson(Map<String, Object> members) {
    this.members = members;
  }

  /**
   * Reads a body.
   *
   * @throws ProblemException {@link Problem#MALFORMED_JSON}
   */
  static RequestJson parse(byte[] body) {
    try (JsonParser parser = FACTORY.createParser(decode(body))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw ProblemException.of(Problem.MALFORMED_JSON, "the body must be a JSON object");
      }
      Map<String, Object> members = new HashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        members.put(name, value(parser));
      }
      if (parser.nextToken() != null) {
        throw ProblemException.of(Problem.MALFORMED_JSON);
      }
      return new RequestJson(members);
    } catch (IOException e) {
      // The parser's message quotes the body, so nothing of it is passed on.
      throw ProblemException.of(Problem.MALFORMED_JSON);
    }
  }

  private static String decode(byte[] body) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case START_ARRAY -> array(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> NULL;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
      default -> {
        skip(parser);
        yield OTHER;
      }
    };
  }

  /** A whole number as a Long where it fits; every other one as it was written. */
  private static Object number(JsonParser parser) throws IOException {
    boolean isLong =
        parser.getNumberType() == JsonParser.NumberType.INT
            || parser.getNumberType() == JsonParser.NumberType.LONG;
    return isLong ? (Object) parser.getLongValue() : parser.getDecimalValue();
  }

  private static Object array(JsonParser parser) throws IOException {
    List<String> strings = new ArrayList<>();
    boolean onlyStrings = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        strings.add(parser.getText());
      } else {
        onlyStrings = false;
        skip(parser);
      }
    }
    return onlyStrings ? strings : OTHER;
  }

  private static void skip(JsonParser parser) throws IOException {
    parser.skipChildren();
    // Numbers are checked when they are looked at.
    if (parser.currentToken() != null && parser.currentToken().isNumeric()) {
      parser.getNumberType();
    }
  }

  /**
   * A member that must be there.
   *
   * @throws ProblemException if it is not there, or no string
   */
  String required(String name) {
    return optional(name)
        .orElseThrow(
            () -> ProblemException.of(Problem.MISSING_FIELD, "\"" + name + "\" is missing"));
  }

  /**
   * A member that may be there.
   *
   * @throws ProblemException if it is there and no string
   */
  Optional<String> optional(String name) {
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text && isWellFormed(text)) {
      return Optional.of(text);
    }
    throw ProblemException.of(Problem.INVALID_FIELD, "\"" + name + "\" must be a string");
  }

  /**
   * A whole number that must be there, from 0 up to that.
   *
   * @throws ProblemException if it is not there, or something else
   */
  long integer(String name, long most) {
    Object value = members.get(name);
    if (value == null) {
      throw ProblemException.of(Problem.MISSING_FIELD, "\"" + name + "\" is missing");
    }
    if (value instanceof Long number && number >= 0 && number <= most) {
      return number;
    }
    throw ProblemException.of(
        Problem.INVALID_FIELD, "\"" + name + "\" must be a whole number from 0 to " + most);
  }

  /**
   * A list that may be there; empty where it is not.
   *
   * @throws ProblemException if it is there and no array of strings
   */
  List<String> strings(String name) {
    Object value = members.getOrDefault(name, List.of());
    if (value instanceof List<?> list) {
      List<String> strings = list.stream().map(String.class::cast).toList();
      if (strings.stream().allMatch(RequestJson::isWellFormed)) {
        return strings;
      }
    }
    throw ProblemException.of(
        Problem.INVALID_FIELD, "\"" + name + "\" must be an array of strings");
  }

  /** The names of all members. */
  Set<String> names() {
    return members.keySet();
  }

  /**
   * A member as the text of a setting: a string, a boolean, or a list between commas.
   *
   * @throws ProblemException if it is something else
   */
  String text(String name) {
    Object value = members.getOrDefault(name, OTHER);
    if (value instanceof Boolean) {
      return value.toString();
    }
    return value instanceof List<?> ? String.join(",", strings(name)) : required(name);
  }

  /**
   * All members that are not null: strings, lists of strings, numbers and booleans.
   *
   * @throws ProblemException if there is another one
   */
  Map<String, Object> values() {
    Map<String, Object> values = new HashMap<>(members);
    values.values().removeIf(value -> value == NULL);
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      if (entry.getValue() == OTHER || !isWellFormed(entry.getKey())) {
        throw ProblemException.of(
            Problem.INVALID_FIELD,
            "members must be strings, numbers, booleans or arrays of strings");
      }
      if (entry.getValue() instanceof String text && !isWellFormed(text)) {
        throw ProblemException.of(Problem.INVALID_FIELD, "a member is no text");
      }
      if (entry.getValue() instanceof List<?>) {
        strings(entry.getKey());
      }
    }
    return values;
  }

  /** The names of the members that are null. */
  Set<String> nulls() {
    return members.entrySet().stream()
        .filter(entry -> entry.getValue() == NULL)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** No half of a surrogate pair (escapes can write one), since it has no UTF-8 form. */
  private static boolean isWellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
