package signet.server.user;

import java.util.function.UnaryOperator;
import signet.server.audit.AuditEvent;

/**
 * A change of a user's roles, password or status.
 *
 * @param edit from the user as stored to the user as wanted; an equal one changes nothing. The
 *     version is not its business.
 * @param ended which sessions end with it
 * @param event put on record for the user
 */
public record UserChange(UnaryOperator<StoredUser> edit, EndedSessions ended, AuditEvent event) {

  /** Which of a user's sessions end. */
  public enum Extent {
    /** None. */
    NONE,
    /** All but one. */
    OTHERS,
    /** All. */
    ALL
  }

  /**
   * Which of a user's sessions end.
   *
   * @param survivor the one that lives on, where the others end; otherwise empty
   */
  public record EndedSessions(Extent extent, String survivor) {
    /** None. */
    public static final EndedSessions NONE = new EndedSessions(Extent.NONE, "");

    /** All. */
    public static final EndedSessions ALL = new EndedSessions(Extent.ALL, "");

    /** All but that one. */
    public static EndedSessions others(String sid) {
      return new EndedSessions(Extent.OTHERS, sid);
    }
  }

  /**
   * What came of it.
   *
   * @param user as it is now
   * @param changed false if it was so before
   */
  public record Result(User user, boolean changed) {}
}
