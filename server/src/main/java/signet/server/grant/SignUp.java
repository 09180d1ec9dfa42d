package signet.server.grant;

import java.time.Duration;
import java.util.Set;
import signet.server.account.Accounts;
import signet.server.audit.AuditEvent;
import signet.server.limit.LoginLimits;
import signet.server.limit.LoginLimits.Decision;
import signet.server.user.User;

/** Lets people make accounts for themselves. Thread-safe. */
public final class SignUp {
  private final Accounts accounts;
  private final LoginLimits limits;
  private final Set<String> roles;

  /** What came of it. */
  public sealed interface Outcome {
    /** There is an account more. */
    record Made(User user) implements Outcome {}

    /** Too many attempts before. */
    record Limited(Duration retryAfter) implements Outcome {}
  }

  /**
   * Sign-up within the limits of logins.
   *
   * @param roles what a new user has
   */
  public SignUp(Accounts accounts, LoginLimits limits, Set<String> roles) {
    this.accounts = accounts;
    this.limits = limits;
    this.roles = Set.copyOf(roles);
  }

  /**
   * Makes an account. Each attempt counts for its address, whatever comes of it, since each tells
   * whether a name is taken, and each costs a password computation, whether it is taken or not.
   *
   * @throws signet.server.account.AccountException if the name is taken or a rule is broken
   */
  public Outcome signUp(String name, String password, AuditEvent.Origin origin) {
    if (limits.attempt(origin.address()) instanceof Decision.Limited limited) {
      return new Outcome.Limited(limited.retryAfter());
    }
    return new Outcome.Made(accounts.add(name, password, roles, "signed-up", origin));
  }
}
