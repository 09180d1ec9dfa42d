package signet.server.admin;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import signet.server.password.Password;
import signet.server.password.PasswordHasher;
import signet.server.password.PasswordRejectedException;
import signet.server.user.Role;
import signet.server.user.StoredUser;
import signet.server.user.User;
import signet.server.user.UserId;
import signet.server.user.UserName;
import signet.server.user.UserStore;

/** Users, administered on the store of this process. */
final class DirectUsers implements UserAdministration {
  private static final long FIRST_AUTHZ_VERSION = 1;

  private final UserStore users;
  private final PasswordHasher hasher;
  private final RandomGenerator random;
  private final InstantSource clock;

  DirectUsers(UserStore users, PasswordHasher hasher, RandomGenerator random, InstantSource clock) {
    this.users = users;
    this.hasher = hasher;
    this.random = random;
    this.clock = clock;
  }

  @Override
  public User add(String name, String password, Set<String> roles) {
    UserName userName = userName(name);
    checkRoles(roles);
    User user =
        new User(
            UserId.next(random),
            userName.written(),
            new TreeSet<>(roles),
            FIRST_AUTHZ_VERSION,
            true,
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    if (!users.insert(userName, new StoredUser(user, hash(password)))) {
      throw new AdministrationException(
          Refusal.NAME_TAKEN, "there is a user of that name: choose another one");
    }
    return user;
  }

  private static UserName userName(String name) {
    return UserName.parse(name)
        .orElseThrow(
            () ->
                new AdministrationException(
                    Refusal.INVALID_NAME,
                    "a user name has 1 to 128 visible characters and no spaces"));
  }

  private static void checkRoles(Set<String> roles) {
    if (roles.size() > Role.MAX_ROLES || !roles.stream().allMatch(Role::isName)) {
      throw new AdministrationException(
          Refusal.INVALID_ROLE,
          "roles are at most "
              + Role.MAX_ROLES
              + " names of 1 to 64 letters, digits and the signs : . _ -");
    }
  }

  private String hash(String password) {
    try {
      return hasher.hash(Password.chosen(password));
    } catch (PasswordRejectedException e) {
      throw new AdministrationException(Refusal.INVALID_PASSWORD, e.rule());
    }
  }

  @Override
  public List<User> list(Optional<String> after, int limit) {
    DirectAdministration.checkPage(limit);
    return users.list(after.map(DirectUsers::userName), limit);
  }
}
