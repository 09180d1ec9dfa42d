package signet.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Many entries of the feed, written past the server. */
final class BulkRevocations {
  private BulkRevocations() {}

  /** As that many revocations do, in one commit; they are called {@code bulk-0} and so on. */
  static void insert(Path folder, int entries) throws SQLException {
    long far = System.currentTimeMillis() + 3_600_000;
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/signet.db"));
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("UPDATE feed SET seq = seq + " + entries);
      statement.execute(
          """
          INSERT INTO revocation (seq, kind, value, min_ver, revoked_at_ms, expires_at_ms)
          WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %1$d)
          SELECT (SELECT seq FROM feed) - %1$d + i, 'jti', 'bulk-' || i, NULL, 0, %2$d FROM n
          """
              .formatted(entries - 1, far));
      connection.commit();
    }
  }
}
