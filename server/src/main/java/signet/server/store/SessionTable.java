package signet.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import signet.server.session.Channel;
import signet.server.session.Device;
import signet.server.session.Session;
import signet.server.session.SessionStore;

/** Sessions in SQL. */
public final class SessionTable implements SessionStore {
  private final Database database;

  /** Sessions of that database. */
  public SessionTable(Database database) {
    this.database = database;
  }

  @Override
  public void insert(Session session) {
    database
        .writer()
        .useTransaction(
            handle ->
                handle
                    .createUpdate(
                        """
                        INSERT INTO session
                          (sid, user_id, client_id, channel, auth_at_ms, idle_expires_at_ms,
                           abs_expires_at_ms, device_address, device_user_agent)
                        VALUES
                          (:sid, :user, :client, :channel, :auth, :idle, :abs, :address, :agent)
                        """)
                    .bind("sid", session.sid())
                    .bind("user", session.userId())
                    .bind("client", session.clientId())
                    .bind("channel", session.channel().word())
                    .bind("auth", session.authTime().toEpochMilli())
                    .bind("idle", session.idleExpiresAt().toEpochMilli())
                    .bind("abs", session.absoluteExpiresAt().toEpochMilli())
                    .bind("address", session.device().address())
                    .bind("agent", session.device().userAgent())
                    .execute());
  }

  @Override
  public Optional<Session> find(String sid) {
    return database
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT * FROM session WHERE sid = :sid")
                    .bind("sid", sid)
                    .map((row, context) -> session(row))
                    .findOne());
  }

  private static Session session(ResultSet row) throws SQLException {
    long revokedAtMillis = row.getLong("revoked_at_ms");
    Optional<Instant> revokedAt =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(revokedAtMillis));
    return new Session(
        row.getString("sid"),
        row.getString("user_id"),
        row.getString("client_id"),
        Channel.ofWord(row.getString("channel")),
        Instant.ofEpochMilli(row.getLong("auth_at_ms")),
        Instant.ofEpochMilli(row.getLong("idle_expires_at_ms")),
        Instant.ofEpochMilli(row.getLong("abs_expires_at_ms")),
        revokedAt,
        new Device(row.getString("device_address"), row.getString("device_user_agent")));
  }
}
