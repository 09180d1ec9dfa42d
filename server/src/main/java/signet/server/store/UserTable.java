package signet.server.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import signet.server.audit.AuditEvent;
import signet.server.limit.AddressBlock;
import signet.server.revocation.RevocationEntry;
import signet.server.user.StoredUser;
import signet.server.user.User;
import signet.server.user.UserChange;
import signet.server.user.UserName;
import signet.server.user.UserStore;

/** Users in SQL. */
public final class UserTable implements UserStore {
  private static final String ENABLED = "enabled";
  private static final String DISABLED = "disabled";

  // One statement reads user, version and roles, so the three always belong together.
  private static final String SELECT =
      """
      SELECT u.id, u.name, u.password_hash, u.status, u.authz_ver, u.created_at_ms, r.role
      FROM user_account u LEFT JOIN user_role r ON r.user_id = u.id
      """;

  private final Database database;

  /** Users of that database. */
  public UserTable(Database database) {
    this.database = database;
  }

  @Override
  public Optional<StoredUser> findByName(UserName name) {
    return read(
            handle ->
                handle.createQuery(SELECT + "WHERE u.name_key = :key").bind("key", name.key()))
        .stream()
        .findFirst();
  }

  @Override
  public Optional<User> findById(String id) {
    return read(handle -> handle.createQuery(SELECT + "WHERE u.id = :id").bind("id", id)).stream()
        .map(StoredUser::user)
        .findFirst();
  }

  @Override
  public List<User> list(Optional<UserName> after, int limit) {
    String page =
        """
        WHERE u.id IN (
          SELECT id FROM user_account WHERE name_key > :after ORDER BY name_key LIMIT :limit)
        ORDER BY u.name_key
        """;
    return read(
            handle ->
                handle
                    .createQuery(SELECT + page)
                    .bind("after", after.map(UserName::key).orElse(""))
                    .bind("limit", limit))
        .stream()
        .map(StoredUser::user)
        .toList();
  }

  @Override
  public boolean insert(UserName name, StoredUser stored, AuditEvent event) {
    return database
        .writer()
        .inTransaction(
            handle -> {
              boolean inserted = insert(handle, name, stored);
              if (inserted) {
                FeedTable.record(handle, event, stored.user().id(), null, nowMillis(handle));
              }
              return inserted;
            });
  }

  private long nowMillis(Handle handle) {
    return handle.createQuery("SELECT " + database.nowMillis()).mapTo(Long.class).one();
  }

  private static boolean insert(Handle handle, UserName name, StoredUser stored) {
    User user = stored.user();
    int inserted =
        handle
            .createUpdate(
                """
                INSERT INTO user_account
                  (id, name, name_key, password_hash, status, authz_ver, created_at_ms)
                VALUES (:id, :name, :key, :hash, :status, :version, :created)
                ON CONFLICT (name_key) DO NOTHING
                """)
            .bind("id", user.id())
            .bind("name", name.written())
            .bind("key", name.key())
            .bind("hash", stored.passwordHash())
            .bind("status", user.enabled() ? ENABLED : DISABLED)
            .bind("version", user.authzVersion())
            .bind("created", user.createdAt().toEpochMilli())
            .execute();
    if (inserted == 0) {
      return false;
    }
    insertRoles(handle, user);
    return true;
  }

  private static void insertRoles(Handle handle, User user) {
    for (String role : user.roles()) {
      handle.execute("INSERT INTO user_role (user_id, role) VALUES (?, ?)", user.id(), role);
    }
  }

  @Override
  public Optional<UserChange.Result> change(String id, UserChange change) {
    return database.writer().inTransaction(handle -> change(handle, id, change));
  }

  private Optional<UserChange.Result> change(Handle handle, String id, UserChange change) {
    // Takes the row, so that two changes at once see each other.
    if (handle.execute("UPDATE user_account SET authz_ver = authz_ver WHERE id = ?", id) == 0) {
      return Optional.empty();
    }
    StoredUser before =
        users(handle.createQuery(SELECT + "WHERE u.id = :id").bind("id", id)).iterator().next();
    StoredUser after = change.edit().apply(before);
    if (after.equals(before)) {
      return Optional.of(new UserChange.Result(before.user(), false));
    }
    User user = after.user().withAuthzVersion(before.user().authzVersion() + 1);
    update(handle, user, after.passwordHash());
    long now = nowMillis(handle);
    FeedTable.record(handle, change.event(), id, null, now);
    List<RevocationEntry> entries = new ArrayList<>();
    entries.add(RevocationEntry.subject(id, user.authzVersion()));
    List<SessionEnd> ended = endSessions(handle, id, change, now);
    for (SessionEnd session : SessionEnd.counting(handle, ended, now)) {
      entries.add(RevocationEntry.session(session.sid()));
    }
    FeedTable.append(handle, entries, now);
    return Optional.of(new UserChange.Result(user, true));
  }

  private static void update(Handle handle, User user, String passwordHash) {
    handle.execute(
        "UPDATE user_account SET password_hash = ?, status = ?, authz_ver = ? WHERE id = ?",
        passwordHash,
        user.enabled() ? ENABLED : DISABLED,
        user.authzVersion(),
        user.id());
    handle.execute("DELETE FROM user_role WHERE user_id = ?", user.id());
    insertRoles(handle, user);
  }

  private static List<SessionEnd> endSessions(
      Handle handle, String id, UserChange change, long nowMillis) {
    if (change.ended().extent() == UserChange.Extent.NONE) {
      return List.of();
    }
    return handle
        .createQuery(
            """
            UPDATE session SET revoked_at_ms = :now, revoke_reason = :reason
            WHERE user_id = :user AND revoked_at_ms IS NULL AND sid <> :survivor
            """
                + SessionEnd.RETURNING)
        .bind("now", nowMillis)
        .bind("reason", change.event().event())
        .bind("user", id)
        .bind("survivor", change.ended().survivor())
        .map(SessionEnd.OF_ROW)
        .list();
  }

  /**
   * Whether the user is at that version and may log in; if so, it stays so until the transaction
   * ends.
   */
  static boolean hold(Handle handle, String id, long authzVersion) {
    // Takes the row: a change that is about to be committed is waited for, and seen.
    return handle.execute(
            "UPDATE user_account SET authz_ver = authz_ver"
                + " WHERE id = ? AND authz_ver = ? AND status = ?",
            id,
            authzVersion,
            ENABLED)
        == 1;
  }

  @Override
  public void rehash(String id, String from, String to) {
    database
        .writer()
        .useTransaction(
            handle ->
                handle.execute(
                    "UPDATE user_account SET password_hash = ? WHERE id = ? AND password_hash = ?",
                    to,
                    id,
                    from));
  }

  @Override
  public boolean isFamiliar(UserName name, String address) {
    String beginning = AddressBlock.beginning(address);
    // An IPv4 address, which another one may begin with, stands for itself alone.
    boolean isBlock = beginning.endsWith(":");
    return database
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT 1 FROM session s JOIN user_account u ON u.id = s.user_id
                        WHERE u.name_key = :key AND (s.device_address = :address
                          OR (:block = 1 AND substr(s.device_address, 1, :length) = :beginning))
                        LIMIT 1
                        """)
                    .bind("key", name.key())
                    .bind("address", address)
                    .bind("block", isBlock ? 1 : 0)
                    .bind("length", beginning.length())
                    .bind("beginning", beginning)
                    .mapTo(Integer.class)
                    .findFirst()
                    .isPresent());
  }

  private Collection<StoredUser> read(Function<Handle, Query> query) {
    return database.reader().withHandle(handle -> users(query.apply(handle)));
  }

  private static Collection<StoredUser> users(Query query) {
    return query
        .reduceRows(
            new LinkedHashMap<String, StoredUser>(),
            (users, row) -> {
              addRow(users, row);
              return users;
            })
        .values();
  }

  /** A user comes as one row a role, or as one row without a role. */
  private static void addRow(Map<String, StoredUser> users, RowView row) {
    String id = row.getColumn("id", String.class);
    SortedSet<String> roles = new TreeSet<>();
    StoredUser before = users.get(id);
    if (before != null) {
      roles.addAll(before.user().roles());
    }
    String role = row.getColumn("role", String.class);
    if (role != null) {
      roles.add(role);
    }
    User user =
        new User(
            id,
            row.getColumn("name", String.class),
            roles,
            row.getColumn("authz_ver", Long.class),
            row.getColumn("status", String.class).equals(ENABLED),
            Instant.ofEpochMilli(row.getColumn("created_at_ms", Long.class)));
    users.put(id, new StoredUser(user, row.getColumn("password_hash", String.class)));
  }
}
