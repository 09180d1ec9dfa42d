package signet.server.password;

import com.nulabinc.zxcvbn.StandardDictionaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Passwords that attackers try first: the list of zxcvbn, from published leaks, as far as it is
 * long enough to be chosen at all. Read when first needed.
 */
final class CommonPasswords {
  private CommonPasswords() {}

  /** Whether a normalized password is one of them, be it in other case. */
  static boolean contain(String normalized) {
    return Listed.ALL.contains(normalized.toLowerCase(Locale.ROOT));
  }

  private static final class Listed {
    static final Set<String> ALL = read();

    private static Set<String> read() {
      try {
        return StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies().stream()
            .filter(password -> password.length() >= Password.MIN_CHARACTERS)
            .map(password -> password.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
