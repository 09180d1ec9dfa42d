package signet.server.account;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import signet.server.account.AccountException.Reason;
import signet.server.audit.AuditEvent;
import signet.server.audit.AuditEvent.Origin;
import signet.server.password.Password;
import signet.server.password.PasswordHasher;
import signet.server.password.PasswordRejectedException;
import signet.server.user.Role;
import signet.server.user.StoredUser;
import signet.server.user.User;
import signet.server.user.UserChange;
import signet.server.user.UserChange.EndedSessions;
import signet.server.user.UserId;
import signet.server.user.UserName;
import signet.server.user.UserStore;

/**
 * Makes accounts and changes them; each change is one transaction with everything that tells of it.
 * Thread-safe.
 *
 * <p>All operations may throw {@link AccountException}, and those with a password {@link
 * signet.server.password.HashingBusyException}.
 */
public final class Accounts {
  private static final long FIRST_AUTHZ_VERSION = 1;

  private final UserStore users;
  private final PasswordHasher hasher;
  private final RandomGenerator random;
  private final InstantSource clock;

  /**
   * Accounts in that store.
   *
   * @param random cryptographically strong and thread-safe
   */
  public Accounts(
      UserStore users, PasswordHasher hasher, RandomGenerator random, InstantSource clock) {
    this.users = users;
    this.hasher = hasher;
    this.random = random;
    this.clock = clock;
  }

  /** Adds a user who may log in at once. */
  public User add(String name, String password, Set<String> roles, String event, Origin origin) {
    UserName userName = name(name);
    checkRoles(roles);
    return add(userName, hash(password), roles, true, new AuditEvent(event, origin));
  }

  /** Adds a user with a hash that was made before. */
  public User add(
      UserName name, String passwordHash, Set<String> roles, boolean enabled, AuditEvent event) {
    User user =
        new User(
            UserId.next(random),
            name.written(),
            new TreeSet<>(roles),
            FIRST_AUTHZ_VERSION,
            enabled,
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    if (!users.insert(name, new StoredUser(user, passwordHash), event)) {
      throw new AccountException(Reason.NAME_TAKEN, "there is a user of that name already");
    }
    return user;
  }

  /** The name, if a user can be called that. */
  public static UserName name(String name) {
    return UserName.parse(name)
        .orElseThrow(
            () ->
                new AccountException(
                    Reason.INVALID_NAME,
                    "a user name has 1 to 128 visible characters and no spaces"));
  }

  /** Accepts roles that a user may have together. */
  public static void checkRoles(Set<String> roles) {
    if (roles.size() > Role.MAX_ROLES || !roles.stream().allMatch(Role::isName)) {
      throw new AccountException(
          Reason.INVALID_ROLE,
          "roles are at most "
              + Role.MAX_ROLES
              + " names of 1 to 64 letters, digits and the signs : . _ -");
    }
  }

  private String hash(String password) {
    try {
      return hasher.hash(Password.chosen(password));
    } catch (PasswordRejectedException e) {
      throw new AccountException(Reason.INVALID_PASSWORD, e.rule());
    }
  }

  /** Gives and takes roles. Sessions live on; their next refresh brings the new ones. */
  public User editRoles(String id, RoleEdit edit, Origin origin) {
    checkRoles(edit.added());
    UnaryOperator<StoredUser> roles =
        stored -> {
          User user = stored.user();
          User edited = user.withRoles(edit.applyTo(user.roles()));
          checkRoles(edited.roles());
          return new StoredUser(edited, stored.passwordHash());
        };
    return change(id, roles, EndedSessions.NONE, new AuditEvent("user-roles-changed", origin));
  }

  /** Permits or forbids login and refresh. Sessions live on and wait for the user's return. */
  public User setEnabled(String id, boolean enabled, Origin origin) {
    return change(
        id,
        stored -> new StoredUser(stored.user().withEnabled(enabled), stored.passwordHash()),
        EndedSessions.NONE,
        new AuditEvent(enabled ? "user-enabled" : "user-disabled", origin));
  }

  /** Gives the user another password; all sessions end. */
  public User resetPassword(String id, String password, Origin origin) {
    String hash = hash(password);
    return change(
        id,
        stored -> new StoredUser(stored.user(), hash),
        EndedSessions.ALL,
        new AuditEvent("password-reset", origin));
  }

  private User change(
      String id, UnaryOperator<StoredUser> edit, EndedSessions ended, AuditEvent event) {
    return users
        .change(id, new UserChange(edit, ended, event))
        .orElseThrow(() -> noSuchUser())
        .user();
  }

  /** There is no such user. */
  public static AccountException noSuchUser() {
    return new AccountException(Reason.NO_SUCH_USER, "there is no such user");
  }

  /**
   * Changes a password at its owner's wish; the other sessions end.
   *
   * @param confirmed the hash that the old password was compared with
   * @param sid the session that lives on
   * @return false, with nothing changed, if the stored hash is another one by now
   */
  public boolean changePassword(
      String id, String confirmed, String password, String sid, Origin origin) {
    String hash = hash(password);
    UnaryOperator<StoredUser> edit =
        stored ->
            stored.passwordHash().equals(confirmed) ? new StoredUser(stored.user(), hash) : stored;
    AuditEvent event = new AuditEvent("password-changed", origin);
    return users
        .change(id, new UserChange(edit, EndedSessions.others(sid), event))
        .filter(UserChange.Result::changed)
        .isPresent();
  }
}
