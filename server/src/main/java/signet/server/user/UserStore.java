package signet.server.user;

import java.util.List;
import java.util.Optional;

/** Keeps users. Thread-safe; each call is one transaction. */
public interface UserStore {
  /** The user of that name; roles and version are read in the same statement as the hash. */
  Optional<StoredUser> findByName(UserName name);

  /** The user of that subject. */
  Optional<User> findById(String id);

  /**
   * Adds a user.
   *
   * @return false, with nothing changed, if the name is taken
   */
  boolean insert(UserName name, StoredUser user);

  /**
   * A page of users in the order of {@link UserName#key()}.
   *
   * @param after names up to and including this one are left out; empty starts at the beginning
   * @param limit users at most
   */
  List<User> list(Optional<UserName> after, int limit);
}
