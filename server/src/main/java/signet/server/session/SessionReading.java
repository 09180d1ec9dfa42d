package signet.server.session;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import signet.server.user.User;

/**
 * A session and its user as one statement read them.
 *
 * @param session dead or alive
 * @param secret of its refresh tokens
 * @param generations where its refresh tokens stand
 * @param rotationLimitMillis what {@link RotationLimit} stores
 * @param user with roles and version
 * @param attributes what is known of the user beside the roles, by name
 * @param now the database's clock at the reading
 */
public record SessionReading(
    Session session,
    SessionSecret secret,
    Generations generations,
    long rotationLimitMillis,
    User user,
    SortedMap<String, Object> attributes,
    Instant now) {
  public SessionReading {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  /** Whether its tokens count. */
  public boolean isLive() {
    return session.isLive(now) && user.enabled();
  }
}
