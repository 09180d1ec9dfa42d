package signet.benchmarks.growth;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Fills a server's tables in bulk, and weighs them: on PostgreSQL while it runs. */
final class Rows implements AutoCloseable {
  /** Milliseconds since the epoch, as the tables have times. */
  private static final String NOW = "(extract(epoch FROM now()) * 1000)::bigint";

  private static final long DAY_MILLIS = 86_400_000;

  private final Connection connection;

  Rows(String jdbcUrl, String user) throws SQLException {
    this.connection = DriverManager.getConnection(jdbcUrl, user, "");
  }

  /** Users from one number up to another, who all have the first one's password. */
  void addUsers(long from, long to) throws SQLException {
    execute(
        """
        INSERT INTO user_account
          (id, name, name_key, password_hash, status, authz_ver, created_at_ms)
        SELECT 'usr_' || substr(md5(i::text), 1, 22), 'user-' || i, 'user-' || i, u.password_hash,
          'enabled', 1, %s
        FROM generate_series(%d, %d) i, user_account u WHERE u.name = 'user-0'
        """
            .formatted(NOW, from, to - 1));
    execute("ANALYZE user_account");
  }

  /** Live sessions, as one that a login made, of users by turns. */
  void addSessions(long from, long to) throws SQLException {
    execute(
        """
        INSERT INTO session (sid, user_id, client_id, channel, auth_at_ms, idle_expires_at_ms,
          abs_expires_at_ms, device_address, device_user_agent, audience, scope, secret, rt_kid,
          gen, parent, rotated_at_ms, handed_at_ms)
        SELECT substr(md5('s' || i), 1, 22), u.id, s.client_id, s.channel, %1$s,
          %1$s + 7 * %2$d::bigint, %1$s + 30 * %2$d::bigint, s.device_address, s.device_user_agent, s.audience,
          s.scope, substr(md5('x' || i) || md5('y' || i), 1, 43), s.rt_kid, 1, 0, %1$s, %1$s
        FROM generate_series(%3$d, %4$d) i
        JOIN (SELECT id, row_number() OVER () - 1 AS n FROM user_account) u
          ON u.n = i %% (SELECT count(*) FROM user_account),
        (SELECT * FROM session LIMIT 1) s
        """
            .formatted(NOW, DAY_MILLIS, from, to - 1));
    execute("ANALYZE session");
  }

  /** Entries of the feed that count for a day, of sessions that are not there. */
  void addRevocations(long from, long to) throws SQLException {
    execute(
        """
        WITH head AS (UPDATE feed SET seq = seq + %4$d - %3$d RETURNING seq - %4$d + %3$d AS seq)
        INSERT INTO revocation (seq, kind, value, revoked_at_ms, expires_at_ms)
        SELECT head.seq + i - %3$d + 1, 'sid', substr(md5('r' || i), 1, 22), %1$s, %1$s + %2$d
        FROM generate_series(%3$d, %4$d - 1) i, head
        """
            .formatted(NOW, DAY_MILLIS, from, to));
    execute("ANALYZE revocation");
  }

  /** Bytes of a table with its indexes. */
  long bytes(String table) throws SQLException {
    return number("SELECT pg_total_relation_size('" + table + "')");
  }

  /** Rows of a table. */
  long count(String table) throws SQLException {
    return number("SELECT count(*) FROM " + table);
  }

  private void execute(String statement) throws SQLException {
    try (Statement each = connection.createStatement()) {
      each.execute(statement);
    }
  }

  private long number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
