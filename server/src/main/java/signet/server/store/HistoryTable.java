package signet.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import signet.server.audit.History;

/** What has ended, read of the tables that hold it. */
public final class HistoryTable implements History {
  private static final String REVOCATIONS =
      """
      SELECT seq, kind, value, min_ver, revoked_at_ms, expires_at_ms FROM revocation
      WHERE (seq, kind, value) > (:seq, :kind, :value)
      ORDER BY seq, kind, value LIMIT :limit
      """;
  private static final String SESSIONS =
      """
      SELECT sid, user_id, client_id, auth_at_ms, idle_expires_at_ms, abs_expires_at_ms,
        revoked_at_ms, revoke_reason FROM session
      WHERE sid > :sid AND (revoked_at_ms IS NOT NULL OR idle_expires_at_ms <= :now
        OR abs_expires_at_ms <= :now)
      ORDER BY sid LIMIT :limit
      """;

  private final Database database;

  /** The history in that database. */
  public HistoryTable(Database database) {
    this.database = database;
  }

  @Override
  public List<Revoked> revocations(long afterSeq, String afterKind, String afterValue, int limit) {
    return database
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery(REVOCATIONS)
                    .bind("seq", afterSeq)
                    .bind("kind", afterKind)
                    .bind("value", afterValue)
                    .bind("limit", limit)
                    .map((row, context) -> revoked(row))
                    .list());
  }

  private static Revoked revoked(ResultSet row) throws SQLException {
    long version = row.getLong("min_ver");
    OptionalLong minVersion = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(version);
    long ends = row.getLong("expires_at_ms");
    Optional<Instant> endsAt =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ends));
    return new Revoked(
        row.getLong("seq"),
        row.getString("kind"),
        row.getString("value"),
        minVersion,
        Instant.ofEpochMilli(row.getLong("revoked_at_ms")),
        endsAt);
  }

  @Override
  public List<EndedSession> endedSessions(String afterSid, int limit) {
    return database
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery(SESSIONS.replace(":now", database.nowMillis()))
                    .bind("sid", afterSid)
                    .bind("limit", limit)
                    .map((row, context) -> ended(row))
                    .list());
  }

  private static EndedSession ended(ResultSet row) throws SQLException {
    long expired = Math.min(row.getLong("idle_expires_at_ms"), row.getLong("abs_expires_at_ms"));
    long revoked = row.getLong("revoked_at_ms");
    boolean wasRevoked = !row.wasNull();
    return new EndedSession(
        row.getString("sid"),
        row.getString("user_id"),
        row.getString("client_id"),
        Instant.ofEpochMilli(row.getLong("auth_at_ms")),
        Instant.ofEpochMilli(wasRevoked ? revoked : expired),
        wasRevoked ? Objects.requireNonNullElse(row.getString("revoke_reason"), "") : "expired");
  }
}
