package signet.server.admin;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * What an administrator can do with users' attributes. Thread-safe.
 *
 * <p>All operations may throw {@link AdministrationException}. Values are those of {@link
 * signet.server.user.AttributeValue}.
 */
public interface AttributeAdministration {
  /** The attributes of the user of that subject, by name. */
  SortedMap<String, Object> list(String userId);

  /** Sets some and removes others; gives what there is then. */
  SortedMap<String, Object> change(String userId, Map<String, Object> set, Set<String> removed);
}
