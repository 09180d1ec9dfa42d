package signet.server.user;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * A name to log in with, as it was written and as it is compared: NFKC and without regard to case
 * (after RFC 8265 §3.3, UsernameCaseMapped).
 */
public final class UserName {
  private static final int MAX_CHARACTERS = 128;

  // NFKC makes one character of four at most. Of many marks in a row it takes time by the square.
  private static final int MAX_WRITTEN = 8 * MAX_CHARACTERS;

  private final String written;
  private final String key;

  private UserName(String written, String key) {
    this.written = written;
    this.key = key;
  }

  /** The name, or empty unless it has 1 to 128 visible characters without spaces. */
  public static Optional<UserName> parse(String text) {
    if (text.length() > MAX_WRITTEN) {
      return Optional.empty();
    }
    String written = Normalizer.normalize(text, Normalizer.Form.NFKC);
    int characters = written.codePointCount(0, written.length());
    if (characters < 1
        || characters > MAX_CHARACTERS
        || !written.codePoints().allMatch(UserName::isVisible)) {
      return Optional.empty();
    }
    String key = Normalizer.normalize(written.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    return Optional.of(new UserName(written, key));
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> !isBlank(codePoint);
    };
  }

  /**
   * Signs of other categories that show nothing: Unicode's Default_Ignorable, and empty Braille.
   */
  private static boolean isBlank(int codePoint) {
    return switch (codePoint) {
      case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0 -> true;
      default ->
          isWithin(codePoint, 0x180B, 0x180F)
              || isWithin(codePoint, 0xFE00, 0xFE0F)
              || isWithin(codePoint, 0xE0100, 0xE01EF);
    };
  }

  private static boolean isWithin(int codePoint, int first, int last) {
    return first <= codePoint && codePoint <= last;
  }

  /** For people to read. */
  public String written() {
    return written;
  }

  /** Equal for names that are the same. */
  public String key() {
    return key;
  }

  @Override
  public String toString() {
    return written;
  }
}
