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

  // NFKC makes one character of four at most. Of many marks in a row it takes time by the square.
  private static final int MAX_NORMALIZED = 8 * MAX_CHARACTERS;

  private final String typed;
  private final String normalized;

  private Password(String typed) {
    this.typed = typed;
    // A longer one is nobody's password, and is hashed like any other that is wrong.
    this.normalized =
        typed.length() > MAX_NORMALIZED ? typed : Normalizer.normalize(typed, Normalizer.Form.NFKC);
  }

  /**
   * A password somebody wants to have from now on. NIST SP 800-63B §3.1.1.2: long enough, not a
   * common one, and no rules on its composition.
   *
   * @throws PasswordRejectedException unless it has 8 to 256 characters and is not a common one
   */
  public static Password chosen(String text) throws PasswordRejectedException {
    Password password = presented(text);
    int characters = password.normalized.codePointCount(0, password.normalized.length());
    if (characters < MIN_CHARACTERS || characters > MAX_CHARACTERS) {
      throw new PasswordRejectedException(
          "a password has " + MIN_CHARACTERS + " to " + MAX_CHARACTERS + " characters");
    }
    if (CommonPasswords.contain(password.normalized)) {
      throw new PasswordRejectedException(
          "this password is one of those that are tried first: choose another one");
    }
    return password;
  }

  /** A password presented at login; any text, since rules at this place would only tell tales. */
  public static Password presented(String text) {
    return new Password(text);
  }

  /** A fresh copy, for the caller to wipe. */
  byte[] utf8() {
    return normalized.getBytes(StandardCharsets.UTF_8);
  }

  /** As it was typed, which is what other systems hash. */
  String typed() {
    return typed;
  }

  @Override
  public String toString() {
    return "Password[hidden]";
  }
}
