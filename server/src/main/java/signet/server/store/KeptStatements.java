package signet.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The prepared statements of one connection, kept for the next time that the same SQL is run: the
 * driver of SQLite compiles it anew otherwise. For one thread at a time.
 *
 * <p>A statement in use is not here, so that nobody runs it a second time meanwhile.
 */
final class KeptStatements extends DefaultStatementBuilder {
  private static final int MAX_KEPT = 128;

  private final SequencedMap<String, PreparedStatement> kept = new LinkedHashMap<>();

  /** Those in use, each with its SQL as the database has it, without names of parameters. */
  private final IdentityHashMap<Statement, String> lent = new IdentityHashMap<>();

  @Override
  public PreparedStatement create(Connection connection, String sql, StatementContext context)
      throws SQLException {
    PreparedStatement known = kept.remove(sql);
    PreparedStatement statement = known == null ? super.create(connection, sql, context) : known;
    lent.put(statement, sql);
    return statement;
  }

  @Override
  public void close(Connection connection, String namedSql, Statement statement)
      throws SQLException {
    String sql = lent.remove(statement);
    if (sql != null && statement instanceof PreparedStatement prepared && !prepared.isClosed()) {
      prepared.clearParameters();
      keep(sql, prepared);
    } else {
      super.close(connection, namedSql, statement);
    }
  }

  /** The one that was not run for longest makes room. */
  private void keep(String sql, PreparedStatement statement) throws SQLException {
    PreparedStatement same = kept.putLast(sql, statement);
    if (same != null) {
      same.close();
    }
    if (kept.size() > MAX_KEPT) {
      kept.pollFirstEntry().getValue().close();
    }
  }
}
