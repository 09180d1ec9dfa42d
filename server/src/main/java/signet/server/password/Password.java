package signet.server.password;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * A password as it is hashed: NFKC (NIST SP 800-63B §3.1.1.2), UTF-8. Immutable; never shows
 * itself.
 */
public final class Password {
  /** In characters (code points) after normalization. */
  static final int MIN_CHARACTERS = 8;

  /** In characters (code points) after normalization. */
  static final int MAX_CHARACTERS = 256;

  private final String normalized;

  private Password(String normalized) {
    this.normalized = normalized;
  }

  /**
   * A password somebody wants to have from now on.
   *
   * @throws PasswordRejectedException unless it has 8 to 256 characters
   */
  public static Password chosen(String text) throws PasswordRejectedException {
    Password password = presented(text);
    int characters = password.normalized.codePointCount(0, password.normalized.length());
    if (characters < MIN_CHARACTERS || characters > MAX_CHARACTERS) {
      throw new PasswordRejectedException(
          "a password has " + MIN_CHARACTERS + " to " + MAX_CHARACTERS + " characters");
    }
    return password;
  }

  /** A password presented at login; any text, since rules at this place would only tell tales. */
  public static Password presented(String text) {
    return new Password(Normalizer.normalize(text, Normalizer.Form.NFKC));
  }

  /** A fresh copy, for the caller to wipe. */
  byte[] utf8() {
    return normalized.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Password[hidden]";
  }
}
