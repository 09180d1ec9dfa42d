package signet.server.login;

import java.util.Optional;
import signet.server.password.Password;
import signet.server.password.PasswordHasher;
import signet.server.user.StoredUser;
import signet.server.user.User;
import signet.server.user.UserName;
import signet.server.user.UserStore;

/**
 * Tells who somebody is by user name and password. Thread-safe.
 *
 * <p>Each call does exactly one password computation, so that neither the answer nor its time tells
 * whether a user exists.
 */
public final class Authenticator {
  private final UserStore users;
  private final PasswordHasher hasher;
  private final String decoy;

  /** An authenticator over those users. */
  public Authenticator(UserStore users, PasswordHasher hasher) {
    this.users = users;
    this.hasher = hasher;
    this.decoy = hasher.decoy();
  }

  /**
   * The user, or empty for an unknown name, a wrong password and a disabled user alike.
   *
   * @throws signet.server.password.HashingBusyException if too many are being authenticated
   */
  public Optional<User> authenticate(String userName, Password password) {
    Optional<StoredUser> found = UserName.parse(userName).flatMap(users::findByName);
    boolean fits = hasher.verify(found.map(StoredUser::passwordHash).orElse(decoy), password);
    return found.map(StoredUser::user).filter(user -> fits && user.enabled());
  }
}
