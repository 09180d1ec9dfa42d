package signet.server.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import signet.server.audit.AuditEvent;

/**
 * Keeps sessions. Thread-safe; each call is one transaction. All times are those of the database's
 * clock.
 */
public interface SessionStore {
  /** The time. */
  Instant now();

  /**
   * Adds a session whose {@code sid} is new, if what it rests on still holds, and puts that on
   * record in the same transaction. A change of the user or the client that is committed at the
   * same time comes before or after it: none ends their sessions and misses this one.
   *
   * @return false, with nothing changed, if that does not hold by now
   */
  boolean insert(
      Session session,
      Basis basis,
      SessionSecret secret,
      Generations generations,
      AuditEvent event);

  /**
   * What a login was decided by.
   *
   * @param authzVersion of the user who authenticated, who may log in
   * @param isClientStored whether the client is one of the store; a configured one goes with a
   *     restart alone
   */
  record Basis(long authzVersion, boolean isClientStored) {}

  /** The session, dead or alive, with its user, in one statement on what was committed last. */
  Optional<SessionReading> read(String sid);

  /**
   * Writes what a refresh decided, if the session lives and its generations are still those that
   * were read.
   *
   * @param keys names the keys under which the tokens of the next generations are
   * @return false, with nothing changed, if they are not, or another transaction was in the way
   */
  boolean advance(
      String sid,
      Generations read,
      Generations next,
      TagKeys keys,
      Instant idleExpiresAt,
      long rotationLimitMillis);

  /**
   * Ends the session as stolen, if it lives and its generations are still those that were read:
   * feed entry and event are written in the same transaction.
   *
   * @return false, with nothing changed, if they are not, or another transaction was in the way
   */
  boolean revokeStolen(String sid, Generations read, AuditEvent event);

  /**
   * Ends those of the sessions that were not ended before; for each that lived, or expired so
   * lately that access tokens of it may still live, a feed entry and an event are written in the
   * same transaction.
   *
   * @return the {@code sid} of each of those
   */
  List<String> revoke(Selection selection, String reason, AuditEvent event);

  /**
   * Ends all sessions of everybody that live, or of which access tokens may, and gives the feed a
   * new epoch, in one transaction.
   *
   * @return how many ended
   */
  int fence(AuditEvent event);

  /** Puts on record that a session reached its limit of rotations; once a minute at most. */
  void recordLimited(String sid, AuditEvent event);

  /**
   * Sessions that live, the one begun last first.
   *
   * @param userId of this user alone; empty means of all
   * @param after the {@code sid} that ended the page before; empty starts at the beginning
   * @param limit sessions at most
   */
  List<Session> listLive(Optional<String> userId, Optional<String> after, int limit);

  /**
   * The keys of the tags of a session's tokens.
   *
   * @param latest of the latest token
   * @param parent of its parent
   */
  record TagKeys(String latest, String parent) {}

  /**
   * Which sessions.
   *
   * @param userId whose
   * @param sid which one; empty means all of them
   * @param except not this one
   */
  record Selection(String userId, Optional<String> sid, Optional<String> except) {
    /** One session, of that user. */
    public static Selection one(String userId, String sid) {
      return new Selection(userId, Optional.of(sid), Optional.empty());
    }

    /** All of a user's. */
    public static Selection all(String userId) {
      return new Selection(userId, Optional.empty(), Optional.empty());
    }

    /** All of a user's but one. */
    public static Selection others(String userId, String sid) {
      return new Selection(userId, Optional.empty(), Optional.of(sid));
    }
  }
}
