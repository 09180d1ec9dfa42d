package signet.server.grant;

import java.time.Duration;
import java.util.SortedSet;
import signet.server.session.RefreshDecision;
import signet.server.session.RefreshResult;
import signet.server.session.Session;
import signet.server.token.AccessToken;

/** What was decided about a refresh. */
public sealed interface RefreshOutcome {
  /**
   * The session goes on.
   *
   * @param accessToken a new one
   * @param scopes what it carries
   * @param session as it was read
   * @param refreshToken the one to use next, encoded
   * @param row of the table
   */
  record Granted(
      AccessToken accessToken,
      SortedSet<String> scopes,
      Session session,
      String refreshToken,
      RefreshDecision.Outcome row)
      implements RefreshOutcome {
    @Override
    public String toString() {
      return "Granted[" + session.sid() + ", " + row + "]";
    }
  }

  /** The refresh token is refused. */
  record Refused(RefreshResult.Reason reason) implements RefreshOutcome {}

  /** Too often; nothing was changed. */
  record Limited(Duration retryAfter) implements RefreshOutcome {}

  /** Something else about the request is wrong; the token was not looked at. */
  record Invalid(Problem problem) implements RefreshOutcome {}

  /** What else. */
  enum Problem {
    /** No client of that name on that channel. */
    CLIENT,
    /** Not a list of scope names, or one that was not granted (RFC 6749 §6). */
    SCOPE,
    /** A resource that is none of the client's audiences (RFC 8707 §2). */
    TARGET,
    /** The client's tokens are bound to a key, and the request proves to hold none. */
    PROOF
  }
}
