package signet.server.admin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import signet.server.user.User;

/**
 * What an administrator can do, on this process's own store or through the socket of a running
 * server. Thread-safe.
 */
public interface Administration extends AutoCloseable {
  /** The most users in one page. */
  int MAX_PAGE = 500;

  /**
   * Adds a user who may log in at once.
   *
   * @throws AdministrationException if name, password or roles are refused
   */
  User addUser(String name, String password, Set<String> roles);

  /**
   * A page of users in the order of their names.
   *
   * @param after the name that ended the page before; empty starts at the beginning
   * @param limit users at most, from 1 to {@value #MAX_PAGE}
   */
  List<User> listUsers(Optional<String> after, int limit);

  /** Lets go of the store or the socket. */
  @Override
  void close();
}
