package signet.server.login;

import java.util.Optional;
import signet.server.limit.LoginLimits;
import signet.server.limit.LoginLimits.Decision;
import signet.server.password.Password;
import signet.server.user.StoredUser;
import signet.server.user.UserName;
import signet.server.user.UserStore;

/** Tells who somebody is, unless too many attempts failed before. Thread-safe. */
public final class LimitedAuthenticator {
  // Names that nobody can have are one account; a real name has no space.
  private static final String NO_NAME = " ";

  private final Authenticator authenticator;
  private final LoginLimits limits;
  private final UserStore users;

  /** An authenticator with those limits. */
  public LimitedAuthenticator(Authenticator authenticator, LoginLimits limits, UserStore users) {
    this.authenticator = authenticator;
    this.limits = limits;
    this.users = users;
  }

  /**
   * Who it is. An attempt that must wait costs no password computation.
   *
   * @param address from where the attempt comes
   * @throws signet.server.password.HashingBusyException if too many are being authenticated; the
   *     attempt does not count
   */
  public Authentication authenticate(String userName, Password password, String address) {
    Optional<UserName> name = UserName.parse(userName);
    Decision decision =
        limits.attempt(
            name.map(UserName::key).orElse(NO_NAME),
            address,
            () -> name.filter(known -> users.isFamiliar(known, address)).isPresent());
    if (decision instanceof Decision.Limited limited) {
      return new Authentication.Limited(limited.retryAfter());
    }
    Decision.Permitted permitted = (Decision.Permitted) decision;
    Authentication result;
    try {
      result = authenticator.authenticate(userName, password);
    } catch (RuntimeException e) {
      permitted.notMade();
      throw e;
    }
    if (result instanceof Authentication.Known) {
      permitted.succeeded();
    }
    return result;
  }

  /**
   * Somebody who was found to be who they say, as they are now; empty where they may not come in
   * any more or have got another password since.
   */
  public Optional<StoredUser> still(StoredUser known) {
    return UserName.parse(known.user().name())
        .flatMap(users::findByName)
        .filter(now -> now.passwordHash().equals(known.passwordHash()))
        .filter(now -> now.user().enabled());
  }
}
