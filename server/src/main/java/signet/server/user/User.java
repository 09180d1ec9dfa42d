package signet.server.user;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Somebody who may log in.
 *
 * @param id the {@code sub} of tokens; begins with {@link UserId#PREFIX}, so that it never equals a
 *     client's
 * @param name as written
 * @param roles sorted
 * @param authzVersion raised whenever roles, password or status change
 * @param enabled whether login is permitted
 * @param createdAt to the millisecond
 */
public record User(
    String id,
    String name,
    SortedSet<String> roles,
    long authzVersion,
    boolean enabled,
    Instant createdAt) {
  public User {
    roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
  }

  /** The same with other roles. */
  public User withRoles(SortedSet<String> newRoles) {
    return new User(id, name, newRoles, authzVersion, enabled, createdAt);
  }

  /** The same with another version. */
  public User withAuthzVersion(long newVersion) {
    return new User(id, name, roles, newVersion, enabled, createdAt);
  }

  /** The same, enabled or disabled. */
  public User withEnabled(boolean newEnabled) {
    return new User(id, name, roles, authzVersion, newEnabled, createdAt);
  }
}
