package signet.server.store;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import signet.server.audit.AuditEvent;
import signet.server.revocation.RevocationEntry;

/** The revocation feed and the record of events in SQL, written by whoever revokes. */
public final class FeedTable {
  private static final long MARGIN_MILLIS = 120_000;
  private static final int ID_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private FeedTable() {}

  /** Gives a new feed its epoch, and has entries outlive access tokens of that lifetime. */
  public static void prepare(Database database, Duration accessLifetime) {
    database
        .writer()
        .useTransaction(
            handle -> {
              handle.execute("UPDATE feed SET epoch = ? WHERE epoch = ''", randomId());
              outlive(handle, accessLifetime);
            });
  }

  /** Has entries outlive access tokens of that lifetime, from now on. */
  static void outlive(Handle handle, Duration accessLifetime) {
    handle.execute(
        "UPDATE feed SET max_access_lifetime_ms = ? WHERE max_access_lifetime_ms < ?",
        accessLifetime.toMillis(),
        accessLifetime.toMillis());
  }

  /** For how long an entry, made now, is kept: longer than any access token that there is lives. */
  static long lastingMillis(Handle handle) {
    return handle
            .createQuery("SELECT max_access_lifetime_ms FROM feed WHERE id = 1")
            .mapTo(Long.class)
            .one()
        + MARGIN_MILLIS;
  }

  /** Gives the feed a new epoch: who follows it starts anew. To be called as {@link #append}. */
  static void renew(Handle handle) {
    handle.execute("UPDATE feed SET epoch = ? WHERE id = 1", randomId());
    PostgresFeedSignal.send(handle);
  }

  /**
   * Adds entries at a new position. To be called last in the transaction that causes them: from
   * here to the commit nobody else gets a position, so that their order is the order of commits.
   */
  static void append(Handle handle, List<RevocationEntry> entries, long nowMillis) {
    Position position =
        handle
            .createQuery(
                "UPDATE feed SET seq = seq + 1 WHERE id = 1 RETURNING seq, max_access_lifetime_ms")
            .map((row, context) -> new Position(row.getLong(1), row.getLong(2)))
            .one();
    long expires = nowMillis + position.lifetimeMillis() + MARGIN_MILLIS;
    for (RevocationEntry entry : entries) {
      OptionalLong version = entry.minVersion();
      handle
          .createUpdate(
              """
              INSERT INTO revocation (seq, kind, value, min_ver, revoked_at_ms, expires_at_ms)
              VALUES (:seq, :kind, :value, :version, :now, :expires)
              """)
          .bind("seq", position.seq())
          .bind("kind", entry.kind().word())
          .bind("value", entry.value())
          .bind("version", version.isPresent() ? (Long) version.getAsLong() : null)
          .bind("now", nowMillis)
          .bind("expires", entry.kind() == RevocationEntry.Kind.KEY ? null : (Long) expires)
          .execute();
    }
    PostgresFeedSignal.send(handle);
  }

  private record Position(long seq, long lifetimeMillis) {}

  /** Puts an event on record, with the user and the session that it concerns, where known. */
  static void record(
      Handle handle,
      AuditEvent event,
      @Nullable String userId,
      @Nullable String sid,
      long nowMillis) {
    handle
        .createUpdate(
            """
            INSERT INTO audit
              (id, at_ms, event, outcome, reason, actor, user_id, sid, address, correlation_id)
            VALUES
              (:id, :now, :event, :outcome, :reason, :actor, :user, :sid, :address, :correlation)
            """)
        .bind("id", randomId())
        .bind("now", nowMillis)
        .bind("event", event.event())
        .bind("outcome", event.outcome().word())
        .bind("reason", event.reason())
        .bind("actor", event.origin().actor())
        .bind("user", userId)
        .bind("sid", sid)
        .bind("address", event.origin().address())
        .bind("correlation", event.origin().correlationId())
        .execute();
  }

  private static String randomId() {
    byte[] id = new byte[ID_BYTES];
    RANDOM.nextBytes(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }
}
