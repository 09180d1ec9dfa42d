package signet.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import signet.server.audit.AuditEvent;
import signet.server.audit.AuditLog;
import signet.server.audit.AuditRecord;

/** The record of events in SQL. */
public final class AuditTable implements AuditLog {
  private final Database database;

  /** The record in that database. */
  public AuditTable(Database database) {
    this.database = database;
  }

  @Override
  public void record(AuditEvent event, Optional<String> userId) {
    database
        .writer()
        .useTransaction(
            handle ->
                FeedTable.record(handle, event, userId.orElse(null), null, nowMillis(handle)));
  }

  private long nowMillis(Handle handle) {
    return handle.createQuery("SELECT " + database.nowMillis()).mapTo(Long.class).one();
  }

  @Override
  public List<AuditRecord> list(Query query) {
    AuditRecord.Position after = query.after().orElse(new AuditRecord.Position(0, ""));
    long since = query.since().map(Instant::toEpochMilli).orElse(0L);
    return database
        .reader()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT * FROM audit
                        WHERE at_ms >= :since AND (at_ms > :at OR (at_ms = :at AND id > :id))
                          AND (:any_user = 1 OR user_id = :user)
                          AND (:any_event = 1 OR event = :event)
                        ORDER BY at_ms, id LIMIT :limit
                        """)
                    .bind("since", Math.max(since, after.atMillis()))
                    .bind("at", after.atMillis())
                    .bind("id", after.id())
                    .bind("any_user", query.userId().isEmpty() ? 1 : 0)
                    .bind("user", query.userId().orElse(""))
                    .bind("any_event", query.event().isEmpty() ? 1 : 0)
                    .bind("event", query.event().orElse(""))
                    .bind("limit", query.limit())
                    .map((row, context) -> auditRecord(row))
                    .list());
  }

  private static AuditRecord auditRecord(ResultSet row) throws SQLException {
    return new AuditRecord(
        row.getString("id"),
        Instant.ofEpochMilli(row.getLong("at_ms")),
        new AuditEvent(
            row.getString("event"),
            AuditEvent.Outcome.ofWord(row.getString("outcome")),
            row.getString("reason"),
            new AuditEvent.Origin(
                row.getString("actor"), row.getString("address"), row.getString("correlation_id"))),
        Optional.ofNullable(row.getString("user_id")),
        Optional.ofNullable(row.getString("sid")));
  }
}
