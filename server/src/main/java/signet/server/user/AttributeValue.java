package signet.server.user;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import signet.jose.jwt.JwtClaims;

/** The value of an attribute: a string, a number, true, false or a list of strings. */
public final class AttributeValue {
  private static final int MAX_CHARACTERS = 512;
  private static final int MAX_ELEMENTS = 64;
  private static final int MAX_DIGITS = 40;
  private static final String NAME = "v";
  private static final String BEFORE = "{\"" + NAME + "\":";
  private static final String AFTER = "}";

  private AttributeValue() {}

  /** Whether it is one, of a size that fits into tokens. */
  public static boolean isValid(Object value) {
    if (value instanceof List<?> list) {
      return list.size() <= MAX_ELEMENTS && list.stream().allMatch(AttributeValue::isText);
    }
    return isText(value)
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Integer
        || (value instanceof BigDecimal number
            && number.precision() <= MAX_DIGITS
            && Math.abs((long) number.scale()) <= MAX_DIGITS);
  }

  private static boolean isText(Object value) {
    return value instanceof String text && text.length() <= MAX_CHARACTERS;
  }

  /** As JSON. */
  public static String write(Object value) {
    String object = JwtClaims.builder().claim(NAME, value).build().toJson();
    return object.substring(BEFORE.length(), object.length() - AFTER.length());
  }

  /** From JSON; empty for anything else. */
  public static Optional<Object> read(String json) {
    try {
      JwtClaims object = JwtClaims.parse(BEFORE + json + AFTER);
      // Text with a comma could have brought members of its own.
      return object.toMap().size() == 1
          ? object.value(NAME).filter(AttributeValue::isValid)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
