package signet.server.store;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/** Has a pool close a connection that no longer writes: a new one finds the new primary. */
final class LeaveStandbys implements SQLExceptionOverride {
  private static final String READ_ONLY = "25006";

  @java.lang.Override
  public SQLExceptionOverride.Override adjudicate(SQLException failure) {
    return READ_ONLY.equals(failure.getSQLState())
        ? SQLExceptionOverride.Override.MUST_EVICT
        : SQLExceptionOverride.Override.CONTINUE_EVICT;
  }
}
