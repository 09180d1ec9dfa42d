package signet.server.grant;

import java.time.Duration;
import java.util.Optional;
import signet.server.account.Accounts;
import signet.server.audit.AuditEvent;
import signet.server.audit.AuditLog;
import signet.server.login.Authentication;
import signet.server.login.LimitedAuthenticator;
import signet.server.password.Password;
import signet.server.session.Channel;
import signet.server.session.Session;
import signet.server.session.SessionBusyException;
import signet.server.session.SessionReading;
import signet.server.session.Sessions;
import signet.server.user.User;
import signet.server.user.UserStore;

/** Changes a password at its owner's wish, who has to know the old one. Thread-safe. */
public final class PasswordChange {
  private static final String EVENT = "password-changed";

  private final UserStore users;
  private final Accounts accounts;
  private final Sessions sessions;
  private final LimitedAuthenticator authenticator;
  private final AuditLog audit;

  /** Whose password, and the session that lives on. */
  public record Owner(String userId, String sid) {}

  /** What came of it. */
  public sealed interface Outcome {
    /** The password is another one, the user's other sessions have ended. */
    record Changed() implements Outcome {}

    /** The old password was wrong. */
    record Refused() implements Outcome {}

    /** Too many wrong ones before. */
    record Limited(Duration retryAfter) implements Outcome {}
  }

  /** A change made of those parts. */
  public PasswordChange(
      UserStore users,
      Accounts accounts,
      Sessions sessions,
      LimitedAuthenticator authenticator,
      AuditLog audit) {
    this.users = users;
    this.accounts = accounts;
    this.sessions = sessions;
    this.authenticator = authenticator;
    this.audit = audit;
  }

  /** Whose refresh token it is, if the session lives. */
  public Optional<Owner> owner(String refreshToken, String clientId, Channel channel) {
    return sessions
        .authenticate(refreshToken, clientId, channel)
        .filter(SessionReading::isLive)
        .map(SessionReading::session)
        .map((Session session) -> new Owner(session.userId(), session.sid()));
  }

  /**
   * Changes the password, if the current one is right and the new one breaks no rule.
   *
   * @throws signet.server.account.AccountException if the new password breaks a rule
   * @throws SessionBusyException if another change came in between
   */
  public Outcome change(
      Owner owner, Password current, String replacement, AuditEvent.Origin origin) {
    Optional<User> user = users.findById(owner.userId());
    if (user.isEmpty()) {
      return new Outcome.Refused();
    }
    Authentication authentication =
        authenticator.authenticate(user.get().name(), current, origin.address());
    if (authentication instanceof Authentication.Limited limited) {
      return new Outcome.Limited(limited.retryAfter());
    }
    if (authentication instanceof Authentication.Refused refused) {
      audit.record(AuditEvent.refused(EVENT, refused.reason().word(), origin), refused.userId());
      return new Outcome.Refused();
    }
    String confirmed = ((Authentication.Known) authentication).stored().passwordHash();
    if (!accounts.changePassword(owner.userId(), confirmed, replacement, owner.sid(), origin)) {
      throw new SessionBusyException();
    }
    return new Outcome.Changed();
  }
}
