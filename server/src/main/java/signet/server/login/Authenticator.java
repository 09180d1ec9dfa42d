package signet.server.login;

import java.util.Optional;
import signet.server.login.Authentication.Reason;
import signet.server.password.HashingBusyException;
import signet.server.password.Password;
import signet.server.password.PasswordHasher;
import signet.server.user.StoredUser;
import signet.server.user.User;
import signet.server.user.UserName;
import signet.server.user.UserStore;

/**
 * Tells who somebody is by user name and password. Thread-safe.
 *
 * <p>Each refusal costs exactly one password computation, so that neither the answer nor its time
 * tells whether a user exists. Only where the password is right, a hash that is not as new ones are
 * is replaced.
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
   * Who it is.
   *
   * @throws HashingBusyException if too many are being authenticated
   */
  public Authentication authenticate(String userName, Password password) {
    Optional<StoredUser> found = UserName.parse(userName).flatMap(users::findByName);
    boolean fits = hasher.verify(found.map(StoredUser::passwordHash).orElse(decoy), password);
    if (found.isEmpty()) {
      return new Authentication.Refused(Reason.UNKNOWN_USER, Optional.empty());
    }
    User user = found.get().user();
    if (!fits) {
      return new Authentication.Refused(Reason.WRONG_PASSWORD, Optional.of(user.id()));
    }
    if (!user.enabled()) {
      return new Authentication.Refused(Reason.USER_DISABLED, Optional.of(user.id()));
    }
    return new Authentication.Known(renewed(found.get(), password));
  }

  /** With a hash as new ones are, which is stored; as it was where there is no time for that. */
  private StoredUser renewed(StoredUser stored, Password password) {
    if (hasher.isCurrent(stored.passwordHash())) {
      return stored;
    }
    String hash;
    try {
      hash = hasher.hash(password);
    } catch (HashingBusyException e) {
      return stored;
    }
    users.rehash(stored.user().id(), stored.passwordHash(), hash);
    return new StoredUser(stored.user(), hash);
  }
}
