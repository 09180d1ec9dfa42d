package signet.server.store;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * A session that a statement ended.
 *
 * @param expiredAtMillis when it would have ended by itself, or has
 */
record SessionEnd(String sid, String userId, long expiredAtMillis) {
  /** What such a statement gives back. */
  static final String RETURNING = " RETURNING sid, user_id, idle_expires_at_ms, abs_expires_at_ms";

  static final RowMapper<SessionEnd> OF_ROW =
      (row, context) ->
          new SessionEnd(
              row.getString(1), row.getString(2), Math.min(row.getLong(3), row.getLong(4)));

  /**
   * Those of which access tokens may still live: a refresh just before the end gave one for its
   * whole lifetime. Of the others, of which a user may have any number, nobody needs to hear.
   */
  static List<SessionEnd> counting(Handle handle, List<SessionEnd> ended, long nowMillis) {
    if (ended.isEmpty()) {
      return ended;
    }
    long past = pastMillis(handle, nowMillis);
    return ended.stream().filter(session -> session.expiredAtMillis() > past).toList();
  }

  /** No access token lives of a session that ended at that time or before. */
  static long pastMillis(Handle handle, long nowMillis) {
    return nowMillis - FeedTable.lastingMillis(handle);
  }
}
