package signet.server.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import signet.server.audit.AuditEvent;
import signet.server.revocation.RevocableToken;
import signet.server.revocation.RevocationEntry;
import signet.server.revocation.RevocationStore;

/** The entries of the revocation feed in SQL, looked up by token. */
public final class RevocationTable implements RevocationStore {
  private final Database database;

  /** Entries of that database. */
  public RevocationTable(Database database) {
    this.database = database;
  }

  @Override
  public boolean isRevoked(RevocableToken token) {
    return database.reader().withHandle(handle -> isRevoked(handle, token));
  }

  private boolean isRevoked(Handle handle, RevocableToken token) {
    String select =
        """
        SELECT COUNT(*) FROM revocation
        WHERE ((kind = 'jti' AND value = :jti) OR (kind = 'sid' AND value = :sid)
            OR (kind = 'key' AND value = :key)
            OR (kind = 'sub' AND value = :sub AND min_ver > :version))
          AND (expires_at_ms IS NULL OR expires_at_ms > %s)
        """
            .formatted(database.nowMillis());
    return handle
            .createQuery(select)
            .bind("jti", token.jti())
            .bind("sid", token.sid().orElse(""))
            .bind("key", token.keyThumbprint())
            .bind("sub", token.subject())
            .bind("version", token.version().orElse(0))
            .mapTo(Long.class)
            .one()
        > 0;
  }

  @Override
  public void revoke(RevocableToken token, AuditEvent event) {
    database
        .writer()
        .useTransaction(
            handle -> {
              if (!isRevoked(handle, token)) {
                append(handle, token, event, nowMillis(handle));
              }
            });
  }

  @Override
  public boolean revokeOneOfFew(RevocableToken token, int most, AuditEvent event) {
    return database
        .writer()
        .inTransaction(
            handle -> {
              if (isRevoked(handle, token)) {
                return true;
              }
              long now = nowMillis(handle);
              if (countOfLate(handle, token.subject(), event.event(), now) >= most) {
                return false;
              }
              append(handle, token, event, now);
              return true;
            });
  }

  /** How many such events of that user are on record whose entries the feed still holds. */
  private static long countOfLate(Handle handle, String userId, String event, long nowMillis) {
    return handle
        .createQuery(
            "SELECT COUNT(*) FROM audit WHERE user_id = :user AND at_ms > :since AND event = :event")
        .bind("user", userId)
        .bind("since", nowMillis - FeedTable.lastingMillis(handle))
        .bind("event", event)
        .mapTo(Long.class)
        .one();
  }

  /** The record first: the feed's row, which everybody who revokes wants, is taken last. */
  private static void append(
      Handle handle, RevocableToken token, AuditEvent event, long nowMillis) {
    String user = token.sid().isPresent() ? token.subject() : null;
    FeedTable.record(handle, event, user, token.sid().orElse(null), nowMillis);
    FeedTable.append(handle, List.of(RevocationEntry.token(token.jti())), nowMillis);
  }

  private long nowMillis(Handle handle) {
    return handle.createQuery("SELECT " + database.nowMillis()).mapTo(Long.class).one();
  }

  @Override
  public void revoke(String jti, AuditEvent event) {
    // Nothing else is known of the token, so nothing else can have revoked it.
    revoke(new RevocableToken(jti, Optional.empty(), "", OptionalLong.empty(), ""), event);
  }
}
