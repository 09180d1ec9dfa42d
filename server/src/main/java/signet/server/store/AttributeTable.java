package signet.server.store;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import signet.server.audit.AuditEvent;
import signet.server.user.AttributeStore;
import signet.server.user.AttributeValue;

/** Users' attributes in SQL. */
public final class AttributeTable implements AttributeStore {
  private final Database database;

  /** Attributes in that database. */
  public AttributeTable(Database database) {
    this.database = database;
  }

  private record Attribute(String name, String json) {}

  @Override
  public SortedMap<String, Object> find(String userId) {
    SortedMap<String, Object> attributes = new TreeMap<>();
    database
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT name, value FROM user_attribute WHERE user_id = :user")
                    .bind("user", userId)
                    .map((row, context) -> new Attribute(row.getString(1), row.getString(2)))
                    .list())
        .forEach(row -> put(attributes, row.name(), row.json()));
    return attributes;
  }

  /** Puts an attribute as it was read of the table. */
  static void put(Map<String, Object> attributes, String name, String json) {
    AttributeValue.read(json).ifPresent(value -> attributes.put(name, value));
  }

  private static final class TooManyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyException() {
      super("too many attributes", null, false, false);
    }
  }

  @Override
  public boolean change(
      String userId, Map<String, Object> set, Set<String> removed, AuditEvent event) {
    try {
      return database.writer().inTransaction(handle -> change(handle, userId, set, removed, event));
    } catch (TooManyException e) {
      return false;
    }
  }

  private boolean change(
      Handle handle,
      String userId,
      Map<String, Object> set,
      Set<String> removed,
      AuditEvent event) {
    // Locks the user, so that nobody else counts meanwhile.
    if (handle.execute("UPDATE user_account SET name = name WHERE id = ?", userId) == 0) {
      return false;
    }
    for (String name : removed) {
      handle.execute("DELETE FROM user_attribute WHERE user_id = ? AND name = ?", userId, name);
    }
    set.forEach(
        (name, value) ->
            handle.execute(
                """
                INSERT INTO user_attribute (user_id, name, value) VALUES (?, ?, ?)
                ON CONFLICT (user_id, name) DO UPDATE SET value = excluded.value
                """,
                userId,
                name,
                AttributeValue.write(value)));
    long count =
        handle
            .createQuery("SELECT COUNT(*) FROM user_attribute WHERE user_id = :user")
            .bind("user", userId)
            .mapTo(Long.class)
            .one();
    if (count > MAX_ATTRIBUTES) {
      // Takes back what was set.
      throw new TooManyException();
    }
    long now = handle.createQuery("SELECT " + database.nowMillis()).mapTo(Long.class).one();
    FeedTable.record(handle, event, userId, null, now);
    return true;
  }
}
