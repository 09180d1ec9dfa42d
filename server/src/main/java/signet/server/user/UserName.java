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

  private final String written;
  private final String key;

  private UserName(String written, String key) {
    this.written = written;
    this.key = key;
  }

  /** The name, or empty unless it has 1 to 128 visible characters without spaces. */
  public static Optional<UserName> parse(String text) {
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
      default -> true;
    };
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
