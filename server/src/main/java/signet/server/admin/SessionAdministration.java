package signet.server.admin;

import java.util.List;
import java.util.Optional;
import signet.server.session.Session;

/**
 * What an administrator can do with sessions. Thread-safe.
 *
 * <p>All operations may throw {@link AdministrationException}.
 */
public interface SessionAdministration {
  /**
   * A page of sessions that live, the one begun last first.
   *
   * @param userId of this user alone; empty means of all
   * @param after the {@code sid} that ended the page before; empty starts at the beginning
   * @param limit sessions at most, from 1 to {@value Administration#MAX_PAGE}
   */
  List<Session> list(Optional<String> userId, Optional<String> after, int limit);

  /** Ends a session that lives. */
  void revoke(String sid);

  /** Ends all of a user's sessions; gives how many. */
  int revokeAll(String userId);

  /** Ends all sessions of everybody and starts a new revocation feed; gives how many. */
  int fence();
}
