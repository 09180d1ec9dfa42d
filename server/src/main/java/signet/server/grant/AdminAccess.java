package signet.server.grant;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.Verification;
import signet.jose.reject.RejectReason;
import signet.server.session.Sessions;
import signet.server.token.AccessTokenVerifier;
import signet.server.token.Claim;
import signet.server.token.ReservedScope;
import signet.server.user.User;
import signet.server.user.UserStore;

/**
 * Decides whether an access token made for this server opens the administration, or its user's own
 * sessions. Thread-safe.
 *
 * <p>The token alone is not enough: session, role and version are looked up, so that what was
 * revoked a moment ago is refused here.
 */
public final class AdminAccess {
  private final AccessTokenVerifier verifier;
  private final UserStore users;
  private final Sessions sessions;

  /** What was decided. */
  public sealed interface Decision {
    /** Come in. */
    record Admitted(String subject, String sid) implements Decision {}

    /** The token is not valid, or no longer. */
    record Rejected(RejectReason reason) implements Decision {}

    /** The token is valid and was not made for this. */
    record InsufficientScope() implements Decision {}
  }

  /** Access decided by those parts. */
  public AdminAccess(AccessTokenVerifier verifier, UserStore users, Sessions sessions) {
    this.verifier = verifier;
    this.users = users;
    this.sessions = sessions;
  }

  /** Whether a token opens the administration; blocks on the store. */
  public Decision decide(String token) {
    return decide(token, true);
  }

  /** Whether a token is a user's own, whatever its scope; blocks on the store. */
  public Decision decideForUser(String token) {
    return decide(token, false);
  }

  private Decision decide(String token, boolean administration) {
    Verification verification = verifier.verify(token);
    if (verification instanceof Verification.Rejected rejected) {
      return new Decision.Rejected(rejected.reason());
    }
    JwtClaims claims = ((Verification.Verified) verification).jwt().claims();
    String subject = claims.string("sub").orElseThrow();
    // The design's order of checks: revocation before scope.
    if (!isCurrent(claims, subject)) {
      return new Decision.Rejected(RejectReason.REVOKED);
    }
    String scope = claims.string(Claim.SCOPE).orElse("");
    return !administration || Arrays.asList(scope.split(" ")).contains(ReservedScope.ADMIN)
        ? new Decision.Admitted(subject, claims.string(Claim.SID).orElseThrow())
        : new Decision.InsufficientScope();
  }

  private boolean isCurrent(JwtClaims claims, String subject) {
    OptionalLong version = claims.integer(Claim.AUTHZ_VERSION);
    Optional<User> user = users.findById(subject);
    boolean sessionLives = claims.string(Claim.SID).filter(sid -> sessions.isLive(sid)).isPresent();
    return sessionLives
        && user.isPresent()
        && user.get().enabled()
        && version.isPresent()
        && version.getAsLong() >= user.get().authzVersion();
  }
}
