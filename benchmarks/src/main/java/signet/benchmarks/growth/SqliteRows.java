package signet.benchmarks.growth;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Weighs rows in SQLite, in the database of a server that does not run any more. */
final class SqliteRows {
  private static final int ROWS = 100_000;

  private SqliteRows() {}

  /**
   * Bytes of a row with its indexes, by table.
   *
   * @param database with a user and a session, which are copied
   */
  static JsonObject weigh(Path database) throws SQLException {
    JsonObject bytes = new JsonObject();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
      bytes.put("user_account", weigh(connection, USERS));
      bytes.put("session", weigh(connection, SESSIONS));
      bytes.put("revocation", weigh(connection, REVOCATIONS));
    }
    return bytes;
  }

  private static long weigh(Connection connection, String insert) throws SQLException {
    long before = size(connection);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
              + ROWS
              + ") "
              + insert);
    }
    return (size(connection) - before) / ROWS;
  }

  private static long size(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")) {
      row.next();
      return row.getLong(1);
    }
  }

  private static final String USERS =
      """
      INSERT INTO user_account (id, name, name_key, password_hash, status, authz_ver, created_at_ms)
      SELECT 'usr_' || substr(hex(randomblob(11)), 1, 22), 'user-g' || i, 'user-g' || i,
        (SELECT password_hash FROM user_account LIMIT 1), 'enabled', 1, 1790000000000 FROM n
      """;
  private static final String SESSIONS =
      """
      INSERT INTO session (sid, user_id, client_id, channel, auth_at_ms, idle_expires_at_ms,
        abs_expires_at_ms, device_address, device_user_agent, audience, scope, secret, rt_kid, gen,
        parent, rotated_at_ms, handed_at_ms)
      SELECT substr(hex(randomblob(11)), 1, 22), s.user_id, s.client_id, s.channel, s.auth_at_ms,
        s.idle_expires_at_ms, s.abs_expires_at_ms, s.device_address, s.device_user_agent,
        s.audience, s.scope, s.secret, s.rt_kid, s.gen, s.parent, s.rotated_at_ms, s.handed_at_ms
      FROM n, (SELECT * FROM session LIMIT 1) s
      """;
  private static final String REVOCATIONS =
      """
      INSERT INTO revocation (seq, kind, value, revoked_at_ms, expires_at_ms)
      SELECT 1000000 + i, 'sid', substr(hex(randomblob(11)), 1, 22), 1790000000000, 1800000000000
      FROM n
      """;
}
