package signet.server.admin;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import signet.server.audit.AuditEvent;
import signet.server.client.ClaimMapping;
import signet.server.user.AttributeStore;
import signet.server.user.AttributeValue;
import signet.server.user.UserStore;

/** Users' attributes, administered on the store of this process. */
final class DirectAttributes implements AttributeAdministration {
  private final UserStore users;
  private final AttributeStore attributes;
  private final AuditEvent.Origin origin;

  DirectAttributes(UserStore users, AttributeStore attributes, AuditEvent.Origin origin) {
    this.users = users;
    this.attributes = attributes;
    this.origin = origin;
  }

  @Override
  public SortedMap<String, Object> list(String userId) {
    requireUser(userId);
    return attributes.find(userId);
  }

  @Override
  public SortedMap<String, Object> change(
      String userId, Map<String, Object> set, Set<String> removed) {
    Stream.concat(set.keySet().stream(), removed.stream()).forEach(DirectAttributes::checkName);
    for (Map.Entry<String, Object> entry : set.entrySet()) {
      if (!AttributeValue.isValid(entry.getValue())) {
        throw invalid(
            "an attribute is a string of at most 512 characters, a number, true, false or a list of"
                + " at most 64 strings");
      }
    }
    requireUser(userId);
    AuditEvent event = new AuditEvent("user-attributes-changed", origin);
    if (!attributes.change(userId, set, removed, event)) {
      throw invalid("a user has at most " + AttributeStore.MAX_ATTRIBUTES + " attributes");
    }
    return attributes.find(userId);
  }

  private static void checkName(String name) {
    try {
      ClaimMapping.attribute(name);
    } catch (IllegalArgumentException e) {
      throw invalid("an attribute must " + e.getMessage());
    }
  }

  private void requireUser(String userId) {
    if (users.findById(userId).isEmpty()) {
      throw new AdministrationException(Refusal.NO_SUCH_USER, "there is no such user");
    }
  }

  private static AdministrationException invalid(String sentence) {
    return new AdministrationException(Refusal.INVALID_ATTRIBUTE, sentence);
  }
}
