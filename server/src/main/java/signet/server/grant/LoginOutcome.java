package signet.server.grant;

import java.time.Duration;
import java.util.SortedSet;
import signet.server.session.Channel;
import signet.server.token.AccessToken;

/** What a login got. */
public sealed interface LoginOutcome {
  /**
   * A session was begun.
   *
   * @param accessToken its first access token
   * @param scopes what was granted of what was asked for
   * @param sid the session
   * @param subject the user
   * @param refreshToken the first one, encoded
   * @param channel how to hand it out
   */
  record Granted(
      AccessToken accessToken,
      SortedSet<String> scopes,
      String sid,
      String subject,
      String refreshToken,
      Channel channel)
      implements LoginOutcome {
    @Override
    public String toString() {
      return "Granted[" + sid + "]";
    }
  }

  /** Nothing was begun. */
  record Refused(Reason reason) implements LoginOutcome {}

  /** Nobody looked: too many attempts failed before. */
  record Limited(Duration retryAfter) implements LoginOutcome {}

  /** Why nothing was begun. */
  enum Reason {
    /** Unknown user, wrong password or disabled user; nobody is told which. */
    INVALID_CREDENTIALS,
    /** No client of that name. */
    INVALID_CLIENT,
    /** Not a list of scope names (RFC 6749 §3.3). */
    INVALID_SCOPE,
    /** The client may not ask for that resource (RFC 8707 §2). */
    INVALID_TARGET,
    /** The client's tokens are bound to a key, and the request proves to hold none. */
    PROOF_NEEDED
  }
}
