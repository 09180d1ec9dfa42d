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
  /** The most lines of an import in one call. */
  int MAX_IMPORT = 500;

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

  /**
   * Takes users over from another system.
   *
   * @param lines of JSON, a user each; {@value #MAX_IMPORT} at most
   * @param dryRun says what would come of it, and does nothing
   * @return a result for each line
   */
  List<ImportResult> importLines(List<String> lines, boolean dryRun);
}
