package signet.server.login;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import signet.server.user.StoredUser;

/** What user name and password say about who somebody is. */
public sealed interface Authentication {
  /** It is this user. */
  record Known(StoredUser stored) implements Authentication {}

  /**
   * It is nobody who may come in; the one who asks is not told why.
   *
   * @param userId whose name was given, where there is such a user
   */
  record Refused(Reason reason, Optional<String> userId) implements Authentication {}

  /** Nobody looked: too many attempts failed before. */
  record Limited(Duration retryAfter) implements Authentication {}

  /** Why, for the record alone. */
  enum Reason {
    /** There is no such user. */
    UNKNOWN_USER,
    /** There is, with another password. */
    WRONG_PASSWORD,
    /** The password is right, and the user may not log in. */
    USER_DISABLED;

    /** As it stands on record. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
