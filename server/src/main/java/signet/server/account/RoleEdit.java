package signet.server.account;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Roles to give and to take; a role in both is given.
 *
 * @param added roles that the user has afterwards
 * @param removed roles that the user does not have afterwards
 */
public record RoleEdit(Set<String> added, Set<String> removed) {
  public RoleEdit {
    added = Set.copyOf(added);
    removed = Set.copyOf(removed);
  }

  SortedSet<String> applyTo(Set<String> roles) {
    SortedSet<String> edited = new TreeSet<>(roles);
    edited.removeAll(removed);
    edited.addAll(added);
    return edited;
  }
}
