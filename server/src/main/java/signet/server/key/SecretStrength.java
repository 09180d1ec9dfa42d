package signet.server.key;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells whether a secret that somebody brings could have been guessed. It cannot prove that one is
 * random; it finds what people type.
 */
final class SecretStrength {
  private static final int MIN_BYTES = 32;
  // 256 bits, base64url.
  private static final int MIN_TEXT = 43;
  private static final int MIN_DIFFERENT_BYTES = 12;
  private static final List<String> WORDS =
      List.of(
          "password",
          "passwort",
          "secret",
          "changeme",
          "change-me",
          "admin",
          "letmein",
          "qwerty",
          "welcome",
          "example",
          "default",
          "signet",
          "your-256-bit",
          "abcdef",
          "012345",
          "123456");

  private SecretStrength() {}

  /** What is wrong with it; empty if nothing was found. */
  static Optional<String> problem(byte[] secret) {
    if (secret.length < MIN_BYTES) {
      // RFC 7518 §3.2.
      return Optional.of("it is shorter than 256 bits");
    }
    if (different(secret) < MIN_DIFFERENT_BYTES) {
      return Optional.of("it has few different bytes");
    }
    if (isPeriodic(secret)) {
      return Optional.of("it repeats itself");
    }
    return isText(secret) ? problemOfText(secret) : Optional.empty();
  }

  private static Optional<String> problemOfText(byte[] secret) {
    if (secret.length < MIN_TEXT) {
      return Optional.of("it is text of less than 43 characters");
    }
    String text = new String(secret, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    if (WORDS.stream().anyMatch(text::contains) || text.chars().noneMatch(Character::isDigit)) {
      return Optional.of("it is made of words");
    }
    return Optional.empty();
  }

  private static long different(byte[] secret) {
    return new String(secret, StandardCharsets.ISO_8859_1).chars().distinct().count();
  }

  private static boolean isPeriodic(byte[] secret) {
    for (int period = 1; period <= secret.length / 2; period++) {
      int i = period;
      while (i < secret.length && secret[i] == secret[i - period]) {
        i++;
      }
      if (i == secret.length) {
        return true;
      }
    }
    return false;
  }

  private static boolean isText(byte[] secret) {
    for (byte b : secret) {
      if (b < ' ' || b > '~') {
        return false;
      }
    }
    return true;
  }
}
