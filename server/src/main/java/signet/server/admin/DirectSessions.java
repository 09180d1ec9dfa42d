package signet.server.admin;

import java.util.List;
import java.util.Optional;
import signet.server.audit.AuditEvent;
import signet.server.session.Session;
import signet.server.session.SessionStore;
import signet.server.session.SessionStore.Selection;

/** Sessions, administered on the store of this process. */
final class DirectSessions implements SessionAdministration {
  private static final String REASON = "revoked";

  private final SessionStore sessions;
  private final AuditEvent.Origin origin;

  DirectSessions(SessionStore sessions, AuditEvent.Origin origin) {
    this.sessions = sessions;
    this.origin = origin;
  }

  @Override
  public List<Session> list(Optional<String> userId, Optional<String> after, int limit) {
    DirectAdministration.checkPage(limit);
    return sessions.listLive(userId, after, limit);
  }

  @Override
  public void revoke(String sid) {
    boolean ended =
        sessions
            .read(sid)
            .map(reading -> Selection.one(reading.session().userId(), sid))
            .filter(selection -> !end(selection).isEmpty())
            .isPresent();
    if (!ended) {
      throw noSuchSession();
    }
  }

  static AdministrationException noSuchSession() {
    return new AdministrationException(
        Refusal.NO_SUCH_SESSION, "there is no such session that lives");
  }

  @Override
  public int revokeAll(String userId) {
    return end(Selection.all(userId)).size();
  }

  private List<String> end(Selection selection) {
    return sessions.revoke(selection, REASON, new AuditEvent("session-revoked", origin));
  }

  @Override
  public int fence() {
    return sessions.fence(new AuditEvent("sessions-fenced", origin));
  }
}
