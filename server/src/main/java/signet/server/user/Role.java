package signet.server.user;

import java.util.regex.Pattern;

/** What roles are called, and the one that means something to the server itself. */
public final class Role {
  /** May ask for the scope {@code signet:admin}. */
  public static final String ADMIN = "admin";

  /** Roles a user may have; they all stand in each access token. */
  public static final int MAX_ROLES = 32;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:._-]{0,63}");

  private Role() {}

  /** Whether a role may be called that. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
