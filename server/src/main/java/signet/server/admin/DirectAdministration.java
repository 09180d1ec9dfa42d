package signet.server.admin;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import signet.server.password.PasswordHasher;
import signet.server.user.UserStore;

/** Administration on the stores of this process. */
public final class DirectAdministration implements Administration {
  private final UserAdministration users;

  /**
   * Administration of those users.
   *
   * @param random cryptographically strong and thread-safe
   */
  public DirectAdministration(
      UserStore users, PasswordHasher hasher, RandomGenerator random, InstantSource clock) {
    this.users = new DirectUsers(users, hasher, random, clock);
  }

  static void checkPage(int limit) {
    if (limit < 1 || limit > MAX_PAGE) {
      throw new AdministrationException(
          Refusal.INVALID_PAGE, "a page has 1 to " + MAX_PAGE + " entries");
    }
  }

  @Override
  public UserAdministration users() {
    return users;
  }

  /** Nothing to let go of: the stores belong to who made this. */
  @Override
  public void close() {}
}
