package signet.server.user;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import signet.server.audit.AuditEvent;

/** Keeps what is known of users beside their roles. Thread-safe; each call is one transaction. */
public interface AttributeStore {
  /** Attributes that a user may have. */
  int MAX_ATTRIBUTES = 64;

  /** A user's attributes by name; values as {@link AttributeValue} has them. */
  SortedMap<String, Object> find(String userId);

  /**
   * Changes some of a user's attributes.
   *
   * @param set values by name
   * @param removed names
   * @return false, with nothing changed, if there is no such user or it would have too many
   */
  boolean change(String userId, Map<String, Object> set, Set<String> removed, AuditEvent event);
}
