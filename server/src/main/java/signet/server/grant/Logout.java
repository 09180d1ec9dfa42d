package signet.server.grant;

import java.util.List;
import java.util.Optional;
import signet.server.audit.AuditEvent;
import signet.server.session.Channel;
import signet.server.session.Session;
import signet.server.session.SessionReading;
import signet.server.session.SessionStore.Selection;
import signet.server.session.Sessions;

/** Ends sessions at their user's wish. Thread-safe. */
public final class Logout {
  private static final String REASON = "logout";
  private static final int MOST_LISTED = 500;

  private final Sessions sessions;

  /** Logout from those sessions. */
  public Logout(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Which of the user's sessions end. */
  public enum Extent {
    /** The one whose refresh token is presented. */
    THIS,
    /** All but that one. */
    OTHERS,
    /** All. */
    ALL
  }

  /**
   * Logs out with a refresh token of whatever generation. It is committed when this returns.
   *
   * @return false, with nothing changed, if the token is not one of this client and channel
   */
  public boolean logout(
      String refreshToken,
      String clientId,
      Channel channel,
      Extent extent,
      AuditEvent.Origin origin) {
    Optional<SessionReading> reading = sessions.authenticate(refreshToken, clientId, channel);
    if (reading.isEmpty()) {
      return false;
    }
    Session session = reading.get().session();
    // Whoever holds a token of a session that has ended may not end the user's others by it.
    if (reading.get().isLive()) {
      sessions.end(selection(session, extent), REASON, origin);
    }
    return true;
  }

  private static Selection selection(Session session, Extent extent) {
    return switch (extent) {
      case THIS -> Selection.one(session.userId(), session.sid());
      case OTHERS -> Selection.others(session.userId(), session.sid());
      case ALL -> Selection.all(session.userId());
    };
  }

  /** A user's sessions that live, the one begun last first, {@value #MOST_LISTED} at most. */
  public List<Session> list(String userId) {
    return sessions.listLive(Optional.of(userId), Optional.empty(), MOST_LISTED);
  }

  /** Ends one of a user's sessions; false if there is no such session that lives. */
  public boolean end(String userId, String sid, AuditEvent.Origin origin) {
    return !sessions.end(Selection.one(userId, sid), REASON, origin).isEmpty();
  }
}
