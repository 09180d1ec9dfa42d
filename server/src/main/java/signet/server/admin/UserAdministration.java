package signet.server.admin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import signet.server.user.User;

/** What an administrator can do with users. Thread-safe. */
public interface UserAdministration {
  /**
   * Adds a user who may log in at once.
   *
   * @throws AdministrationException if name, password or roles are refused
   */
  User add(String name, String password, Set<String> roles);

  /**
   * A page of users in the order of their names.
   *
   * @param after the name that ended the page before; empty starts at the beginning
   * @param limit users at most, from 1 to {@value Administration#MAX_PAGE}
   */
  List<User> list(Optional<String> after, int limit);
}
