package signet.server.admin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import signet.server.account.RoleEdit;
import signet.server.user.User;

/**
 * What an administrator can do with users. Thread-safe.
 *
 * <p>All operations may throw {@link AdministrationException}.
 */
public interface UserAdministration {
  /** Adds a user who may log in at once. */
  User add(String name, String password, Set<String> roles);

  /**
   * A page of users in the order of their names.
   *
   * @param after the name that ended the page before; empty starts at the beginning
   * @param limit users at most, from 1 to {@value Administration#MAX_PAGE}
   */
  List<User> list(Optional<String> after, int limit);

  /** The user of that name. */
  Optional<User> find(String name);

  /** The user of that subject. */
  User get(String id);

  /** Gives and takes roles. */
  User editRoles(String id, RoleEdit edit);

  /** Permits or forbids login and refresh. */
  User setEnabled(String id, boolean enabled);

  /** Gives the user another password; all sessions end. */
  void resetPassword(String id, String password);
}
