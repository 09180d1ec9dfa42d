package signet.server.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What a failure of a database means for who asked. */
enum Fault {
  /** Another transaction was in the way; this one did nothing and may be tried again at once. */
  CONFLICT,
  /** The database is away, full, overloaded or read-only, which passes. */
  OUTAGE,
  /** A defect, here or in the data. */
  DEFECT;

  private static final int MAX_CAUSES = 10;

  // https://www.postgresql.org/docs/current/errcodes-appendix.html
  private static final Set<String> CONFLICT_STATES = Set.of("40001", "40P01");
  // Connections, resources (a full disk among them), intervention by an operator, I/O errors.
  private static final Set<String> OUTAGE_CLASSES = Set.of("08", "53", "57", "58", "60");
  // A standby or a primary that was demoted; a lock that others held too long; a password or a
  // database that is being changed.
  private static final Set<String> OUTAGE_STATES =
      Set.of("25006", "55P03", "28000", "28P01", "3D000");

  private static final Set<SQLiteErrorCode> SQLITE_OUTAGES =
      Set.of(
          SQLiteErrorCode.SQLITE_FULL,
          SQLiteErrorCode.SQLITE_IOERR,
          SQLiteErrorCode.SQLITE_READONLY,
          SQLiteErrorCode.SQLITE_CANTOPEN,
          SQLiteErrorCode.SQLITE_NOMEM,
          SQLiteErrorCode.SQLITE_PROTOCOL,
          SQLiteErrorCode.SQLITE_LOCKED);

  /** Judges by the first failure of a database among the causes. */
  static Fault of(Throwable failure) {
    return sqlCause(failure).map(Fault::of).orElse(DEFECT);
  }

  /** The first failure of a database among the causes. */
  static Optional<SQLException> sqlCause(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof SQLException sql) {
        return Optional.of(sql);
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  private static Fault of(SQLException failure) {
    if (failure instanceof SQLiteException sqlite) {
      return of(primary(sqlite.getResultCode()));
    }
    if (failure instanceof SQLTransientConnectionException) {
      // The pool had no connection to give in time.
      return OUTAGE;
    }
    String state = failure.getSQLState();
    if (state == null || state.length() != 5) {
      return DEFECT;
    }
    if (CONFLICT_STATES.contains(state)) {
      return CONFLICT;
    }
    return OUTAGE_STATES.contains(state) || OUTAGE_CLASSES.contains(state.substring(0, 2))
        ? OUTAGE
        : DEFECT;
  }

  private static Fault of(SQLiteErrorCode code) {
    if (code == SQLiteErrorCode.SQLITE_BUSY) {
      return CONFLICT;
    }
    return SQLITE_OUTAGES.contains(code) ? OUTAGE : DEFECT;
  }

  /** Extended codes carry the code that they refine in their lowest byte. */
  private static SQLiteErrorCode primary(SQLiteErrorCode code) {
    return SQLiteErrorCode.getErrorCode(code.code & 0xff);
  }
}
