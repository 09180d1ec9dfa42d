package signet.server.session;

import java.util.Optional;

/** Keeps sessions. Thread-safe; each call is one transaction. */
public interface SessionStore {
  /** Adds a session whose {@code sid} is new. */
  void insert(Session session);

  /** The session, dead or alive. */
  Optional<Session> find(String sid);
}
