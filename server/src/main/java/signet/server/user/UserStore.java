package signet.server.user;

import java.util.List;
import java.util.Optional;
import signet.server.audit.AuditEvent;

/** Keeps users. Thread-safe; each call is one transaction. */
public interface UserStore {
  /** The user of that name; roles and version are read in the same statement as the hash. */
  Optional<StoredUser> findByName(UserName name);

  /** The user of that subject. */
  Optional<User> findById(String id);

  /**
   * Adds a user, and puts that on record in the same transaction.
   *
   * @return false, with nothing changed, if the name is taken
   */
  boolean insert(UserName name, StoredUser user, AuditEvent event);

  /**
   * Changes a user. Unless it was so before, the same transaction raises {@link
   * User#authzVersion()}, ends sessions, writes what tells verifiers of it, and puts it on record.
   *
   * @return empty if there is no such user
   */
  Optional<UserChange.Result> change(String id, UserChange change);

  /**
   * Replaces a hash by another one of the same password, which revokes nothing. Does nothing if the
   * stored hash is not the first one any more.
   */
  void rehash(String id, String from, String to);

  /** Whether a session of that user was ever begun from that address, or its block of IPv6. */
  boolean isFamiliar(UserName name, String address);

  /**
   * A page of users in the order of {@link UserName#key()}.
   *
   * @param after names up to and including this one are left out; empty starts at the beginning
   * @param limit users at most
   */
  List<User> list(Optional<UserName> after, int limit);
}
