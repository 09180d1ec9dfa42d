package signet.server.admin;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why an operation of an administrator was refused. */
public enum Refusal {
  /** There is a user of that name. */
  NAME_TAKEN,
  /** A user cannot be called that. */
  INVALID_NAME,
  /** The password breaks a rule. */
  INVALID_PASSWORD,
  /** A role cannot be called that, or there are too many. */
  INVALID_ROLE,
  /** There is no such user. */
  NO_SUCH_USER,
  /** There is no such session that lives. */
  NO_SUCH_SESSION,
  /** The access token was not made here, or is not valid any more. */
  INVALID_ACCESS_TOKEN,
  /** An attribute of a user breaks a rule. */
  INVALID_ATTRIBUTE,
  /** There is a client of that name. */
  CLIENT_NAME_TAKEN,
  /** A client's name or one of its settings breaks a rule. */
  INVALID_SETTING,
  /** There is no such client in the store. */
  NO_SUCH_CLIENT,
  /** There is no such signing key. */
  NO_SUCH_KEY,
  /** Verifiers may not have the key that would sign. */
  KEY_NOT_READY,
  /** The key is needed. */
  KEY_IN_USE,
  /** The key has come to its end before. */
  KEY_ENDED,
  /** A key that was brought cannot be taken over. */
  INVALID_KEY,
  /** The page asked for is not one. */
  INVALID_PAGE,
  /** The running server did not answer, or not as expected. */
  UNAVAILABLE;

  /** As in the {@code type} of problem details. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The refusal of that word. */
  static Optional<Refusal> ofWord(String word) {
    return Arrays.stream(values()).filter(refusal -> refusal.word().equals(word)).findFirst();
  }
}
