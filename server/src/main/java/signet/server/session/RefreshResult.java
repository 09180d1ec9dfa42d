package signet.server.session;

import java.time.Duration;
import signet.server.session.RefreshDecision.Outcome;

/** What came of a refresh token. */
public sealed interface RefreshResult {
  /**
   * The session goes on.
   *
   * @param reading as it was when it was decided
   * @param refreshToken the one to use next
   * @param outcome the row of the table
   */
  record Granted(SessionReading reading, RefreshToken refreshToken, Outcome outcome)
      implements RefreshResult {}

  /** Refused. */
  record Refused(Reason reason) implements RefreshResult {}

  /** The session rotated too often; nothing was changed. */
  record Limited(Duration retryAfter) implements RefreshResult {}

  /** Why it was refused. */
  enum Reason {
    /** No token of ours: form, key or tag is wrong. */
    INVALID,
    /** A token of ours at the wrong client or channel. */
    WRONG_CLIENT,
    /** The session is bound to a key that the client has not shown to hold (RFC 9449 §5). */
    WRONG_KEY,
    /** The session was revoked, has expired or is unknown, or its user is disabled. */
    ENDED,
    /** The session was ended now, because two parties hold its tokens. */
    STOLEN,
    /** A straggler: there is a newer token, and the session lives. */
    SUPERSEDED,
    /** Newer than the database, where that is refused. */
    ROLLED_BACK;

    /** Whether what the client holds can never be of use again. */
    public boolean isDead() {
      return this == ENDED || this == STOLEN;
    }
  }
}
