package signet.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import signet.server.audit.AuditEvent;
import signet.server.revocation.RevocationEntry;
import signet.server.session.Channel;
import signet.server.session.Device;
import signet.server.session.Generations;
import signet.server.session.Session;
import signet.server.session.SessionReading;
import signet.server.session.SessionSecret;
import signet.server.session.SessionStore;
import signet.server.user.User;

/** Sessions in SQL. */
public final class SessionTable implements SessionStore {
  private static final long LIMITED_EVERY_MILLIS = 60_000;

  // A refresh may only go on from what was read; revoked_at_ms makes a logout win for good.
  private static final String STILL_AS_READ =
      " WHERE sid = :sid AND gen = :gen AND parent = :parent AND revoked_at_ms IS NULL";

  private final Database database;

  /** Sessions of that database. */
  public SessionTable(Database database) {
    this.database = database;
  }

  @Override
  public Instant now() {
    return database.reader().withHandle(handle -> Instant.ofEpochMilli(nowMillis(handle)));
  }

  private long nowMillis(Handle handle) {
    return handle.createQuery("SELECT " + database.nowMillis()).mapTo(Long.class).one();
  }

  @Override
  public boolean insert(
      Session session,
      Basis basis,
      SessionSecret secret,
      Generations generations,
      AuditEvent event) {
    return database
        .writer()
        .inTransaction(
            handle -> {
              if (!UserTable.hold(handle, session.userId(), basis.authzVersion())
                  || (basis.isClientStored() && !holdClient(handle, session.clientId()))) {
                return false;
              }
              handle
                  .createUpdate(
                      """
                        INSERT INTO session
                          (sid, user_id, client_id, channel, audience, scope, auth_at_ms,
                           idle_expires_at_ms, abs_expires_at_ms, device_address,
                           device_user_agent, dpop_jkt, secret, rt_kid, gen, parent,
                           rotated_at_ms, handed_at_ms)
                        VALUES
                          (:sid, :user, :client, :channel, :audience, :scope, :auth, :idle, :abs,
                           :address, :agent, :jkt, :secret, :kid, :gen, :parent, :rotated,
                           :handed)
                        """)
                  .bind("sid", session.sid())
                  .bind("user", session.userId())
                  .bind("client", session.clientId())
                  .bind("channel", session.channel().word())
                  .bind("audience", session.audience())
                  .bind("scope", String.join(" ", session.scopes()))
                  .bind("auth", session.authTime().toEpochMilli())
                  .bind("idle", session.idleExpiresAt().toEpochMilli())
                  .bind("abs", session.absoluteExpiresAt().toEpochMilli())
                  .bind("address", session.device().address())
                  .bind("agent", session.device().userAgent())
                  .bind("jkt", session.boundTo().orElse(null))
                  .bind("secret", secret.value())
                  .bind("kid", secret.keyId())
                  .bind("gen", generations.gen())
                  .bind("parent", generations.parent())
                  .bind("rotated", generations.rotatedAtMillis())
                  .bind("handed", generations.handedAtMillis())
                  .execute();
              long now = session.authTime().toEpochMilli();
              FeedTable.record(handle, event, session.userId(), session.sid(), now);
              return true;
            });
  }

  /** Has a client stay until the transaction ends, if it is there; others may do so too. */
  private boolean holdClient(Handle handle, String clientId) {
    String select = "SELECT 1 FROM client WHERE id = ?";
    return handle
        // Whoever writes to SQLite is alone.
        .createQuery(database.isShared() ? select + " FOR SHARE" : select)
        .bind(0, clientId)
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  @Override
  public Optional<SessionReading> read(String sid) {
    // One statement, so that all of it belongs together: a row a role, and a row an attribute.
    String select =
        """
        SELECT s.*, u.name, u.status, u.authz_ver, u.created_at_ms, %1$s AS now_ms,
          r.role, NULL AS attribute, NULL AS attribute_value
        FROM session s JOIN user_account u ON u.id = s.user_id
        LEFT JOIN user_role r ON r.user_id = u.id
        WHERE s.sid = :sid
        UNION ALL
        SELECT s.*, u.name, u.status, u.authz_ver, u.created_at_ms, %1$s AS now_ms,
          NULL AS role, a.name AS attribute, a.value AS attribute_value
        FROM session s JOIN user_account u ON u.id = s.user_id
        JOIN user_attribute a ON a.user_id = u.id
        WHERE s.sid = :sid
        """
            .formatted(database.nowMillis());
    return database
        .reader()
        .withHandle(
            handle -> {
              SortedSet<String> roles = new TreeSet<>();
              SortedMap<String, Object> attributes = new TreeMap<>();
              // Whatever their order, the last one has seen all roles and attributes.
              List<SessionReading> rows =
                  handle
                      .createQuery(select)
                      .bind("sid", sid)
                      .map(
                          (row, context) -> {
                            String role = row.getString("role");
                            if (role != null) {
                              roles.add(role);
                            }
                            String attribute = row.getString("attribute");
                            if (attribute != null) {
                              String json = row.getString("attribute_value");
                              AttributeTable.put(attributes, attribute, json);
                            }
                            return reading(row, roles, attributes);
                          })
                      .list();
              return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getLast());
            });
  }

  private static SessionReading reading(
      ResultSet row, SortedSet<String> roles, SortedMap<String, Object> attributes)
      throws SQLException {
    return new SessionReading(
        session(row),
        new SessionSecret(row.getString("rt_kid"), row.getString("secret")),
        new Generations(
            row.getLong("gen"),
            row.getLong("parent"),
            row.getLong("rotated_at_ms"),
            row.getLong("handed_at_ms")),
        row.getLong("rotation_limit_ms"),
        new User(
            row.getString("user_id"),
            row.getString("name"),
            roles,
            row.getLong("authz_ver"),
            row.getString("status").equals("enabled"),
            Instant.ofEpochMilli(row.getLong("created_at_ms"))),
        attributes,
        Instant.ofEpochMilli(row.getLong("now_ms")));
  }

  @Override
  public boolean advance(
      String sid,
      Generations read,
      Generations next,
      TagKeys keys,
      Instant idleExpiresAt,
      long rotationLimitMillis) {
    return database
        .writer()
        .attemptStatement(
            handle ->
                handle
                        .createUpdate(
                            """
                        UPDATE session SET gen = :next_gen, parent = :next_parent,
                          rotated_at_ms = :rotated, handed_at_ms = :handed,
                          rt_kid = :kid, rt_parent_kid = :parent_kid,
                          idle_expires_at_ms = :idle, rotation_limit_ms = :limit
                        """
                                + STILL_AS_READ)
                        .bind("sid", sid)
                        .bind("gen", read.gen())
                        .bind("parent", read.parent())
                        .bind("next_gen", next.gen())
                        .bind("next_parent", next.parent())
                        .bind("rotated", next.rotatedAtMillis())
                        .bind("handed", next.handedAtMillis())
                        .bind("kid", keys.latest())
                        .bind("parent_kid", keys.parent())
                        .bind("idle", idleExpiresAt.toEpochMilli())
                        .bind("limit", rotationLimitMillis)
                        .execute()
                    == 1)
        .orElse(false);
  }

  @Override
  public boolean revokeStolen(String sid, Generations read, AuditEvent event) {
    return database
        .writer()
        .attempt(
            handle -> {
              long now = nowMillis(handle);
              List<SessionEnd> ended =
                  handle
                      .createQuery(
                          "UPDATE session SET revoked_at_ms = :now, revoke_reason = 'theft'"
                              + STILL_AS_READ
                              + SessionEnd.RETURNING)
                      .bind("now", now)
                      .bind("sid", sid)
                      .bind("gen", read.gen())
                      .bind("parent", read.parent())
                      .map(SessionEnd.OF_ROW)
                      .list();
              tell(handle, ended, event, now);
              return !ended.isEmpty();
            })
        .orElse(false);
  }

  @Override
  public List<String> revoke(Selection selection, String reason, AuditEvent event) {
    return database
        .writer()
        .inTransaction(
            handle -> {
              long now = nowMillis(handle);
              // Those that expired long ago too: a clock that is set back revives none of them.
              List<SessionEnd> ended =
                  handle
                      .createQuery(
                          """
                          UPDATE session SET revoked_at_ms = :now, revoke_reason = :reason
                          WHERE user_id = :user AND revoked_at_ms IS NULL
                            AND (:any = 1 OR sid = :sid) AND sid <> :except
                          """
                              + SessionEnd.RETURNING)
                      .bind("now", now)
                      .bind("reason", reason)
                      .bind("user", selection.userId())
                      .bind("any", selection.sid().isEmpty() ? 1 : 0)
                      .bind("sid", selection.sid().orElse(""))
                      .bind("except", selection.except().orElse(""))
                      .map(SessionEnd.OF_ROW)
                      .list();
              return tell(handle, ended, event, now);
            });
  }

  /**
   * The record first: the feed's row, which everybody who revokes wants, is taken last. Gives the
   * {@code sid} of each session that there was something to tell of.
   */
  private static List<String> tell(
      Handle handle, List<SessionEnd> ended, AuditEvent event, long nowMillis) {
    List<SessionEnd> counting = SessionEnd.counting(handle, ended, nowMillis);
    for (SessionEnd session : counting) {
      FeedTable.record(handle, event, session.userId(), session.sid(), nowMillis);
    }
    List<String> sids = counting.stream().map(SessionEnd::sid).toList();
    if (!sids.isEmpty()) {
      FeedTable.append(handle, sids.stream().map(RevocationEntry::session).toList(), nowMillis);
    }
    return sids;
  }

  @Override
  public int fence(AuditEvent event) {
    return database
        .writer()
        .inTransaction(
            handle -> {
              int ended = endAll(handle, event, nowMillis(handle));
              FeedTable.renew(handle);
              return ended;
            });
  }

  /** Ends every session that counts for something, in a transaction that somebody else began. */
  static int endAll(Handle handle, AuditEvent event, long nowMillis) {
    List<String> ended =
        handle
            .createQuery(
                """
                UPDATE session SET revoked_at_ms = :now, revoke_reason = 'fence'
                WHERE revoked_at_ms IS NULL AND idle_expires_at_ms > :past
                  AND abs_expires_at_ms > :past RETURNING sid
                """)
            .bind("now", nowMillis)
            .bind("past", SessionEnd.pastMillis(handle, nowMillis))
            .mapTo(String.class)
            .list();
    FeedTable.record(handle, event, null, null, nowMillis);
    FeedTable.append(handle, ended.stream().map(RevocationEntry::session).toList(), nowMillis);
    return ended.size();
  }

  @Override
  public void recordLimited(String sid, AuditEvent event) {
    database
        .writer()
        .useTransaction(
            handle -> {
              long now = nowMillis(handle);
              Optional<String> user =
                  handle
                      .createQuery(
                          """
                      UPDATE session SET limited_at_ms = :now
                      WHERE sid = :sid AND limited_at_ms <= :before RETURNING user_id
                      """)
                      .bind("now", now)
                      .bind("sid", sid)
                      .bind("before", now - LIMITED_EVERY_MILLIS)
                      .mapTo(String.class)
                      .findFirst();
              user.ifPresent(id -> FeedTable.record(handle, event, id, sid, now));
            });
  }

  @Override
  public List<Session> listLive(Optional<String> userId, Optional<String> after, int limit) {
    String select =
        """
        SELECT * FROM session
        WHERE (:any = 1 OR user_id = :user) AND revoked_at_ms IS NULL
          AND idle_expires_at_ms > %1$s AND abs_expires_at_ms > %1$s
          AND (:first = 1 OR auth_at_ms < (SELECT auth_at_ms FROM session WHERE sid = :after)
            OR (auth_at_ms = (SELECT auth_at_ms FROM session WHERE sid = :after) AND sid > :after))
        ORDER BY auth_at_ms DESC, sid LIMIT :limit
        """
            .formatted(database.nowMillis());
    return database
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery(select)
                    .bind("any", userId.isEmpty() ? 1 : 0)
                    .bind("user", userId.orElse(""))
                    .bind("first", after.isEmpty() ? 1 : 0)
                    .bind("after", after.orElse(""))
                    .bind("limit", limit)
                    .map((row, context) -> session(row))
                    .list());
  }

  private static Session session(ResultSet row) throws SQLException {
    long revokedAtMillis = row.getLong("revoked_at_ms");
    Optional<Instant> revokedAt =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(revokedAtMillis));
    SortedSet<String> scopes =
        Arrays.stream(row.getString("scope").split(" "))
            .filter(scope -> !scope.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    return new Session(
        row.getString("sid"),
        row.getString("user_id"),
        row.getString("client_id"),
        Channel.ofWord(row.getString("channel")),
        row.getString("audience"),
        scopes,
        Instant.ofEpochMilli(row.getLong("auth_at_ms")),
        Instant.ofEpochMilli(row.getLong("idle_expires_at_ms")),
        Instant.ofEpochMilli(row.getLong("abs_expires_at_ms")),
        revokedAt,
        new Device(row.getString("device_address"), row.getString("device_user_agent")),
        Optional.ofNullable(row.getString("dpop_jkt")));
  }
}
