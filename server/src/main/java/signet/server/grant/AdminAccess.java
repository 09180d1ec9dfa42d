package signet.server.grant;

import signet.jose.jwt.Verification;
import signet.jose.jwt.VerifiedJwt;
import signet.jose.reject.RejectReason;
import signet.server.client.ClientRegistry;
import signet.server.token.AccessTokenVerifier;
import signet.server.token.ReservedScope;

/**
 * Decides whether an access token made for this server opens the administration, or its user's own
 * sessions. Thread-safe.
 *
 * <p>The token alone is not enough: session, role and version are looked up, so that what was
 * revoked a moment ago is refused here.
 */
public final class AdminAccess {
  private final AccessTokenVerifier verifier;
  private final IssuedTokens tokens;
  private final ClientRegistry clients;

  /** What was decided. */
  public sealed interface Decision {
    /**
     * Come in.
     *
     * @param sid empty for a client, which has no session
     */
    record Admitted(String subject, String sid) implements Decision {}

    /** The token is not valid, or no longer. */
    record Rejected(RejectReason reason) implements Decision {}

    /** The token is valid and was not made for this. */
    record InsufficientScope() implements Decision {}
  }

  /** Access decided by those parts. */
  public AdminAccess(AccessTokenVerifier verifier, IssuedTokens tokens, ClientRegistry clients) {
    this.verifier = verifier;
    this.tokens = tokens;
    this.clients = clients;
  }

  /** Whether a token opens the administration; blocks on the store. */
  public Decision decide(String token) {
    return decide(token, true);
  }

  /** Whether a token is a user's own, whatever its scope; blocks on the store. */
  public Decision decideForUser(String token) {
    return decide(token, false);
  }

  private Decision decide(String text, boolean administration) {
    Verification verification = verifier.verify(text);
    if (verification instanceof Verification.Rejected rejected) {
      return new Decision.Rejected(rejected.reason());
    }
    VerifiedJwt token = ((Verification.Verified) verification).jwt();
    boolean ofClient = token.sessionId().isEmpty();
    // The design's order of checks: revocation before scope.
    if (!tokens.isCurrent(token)) {
      return new Decision.Rejected(RejectReason.REVOKED);
    }
    if (!administration) {
      return ofClient ? new Decision.Rejected(RejectReason.MISSING_CLAIM) : admitted(token);
    }
    if (!token.scopes().contains(ReservedScope.ADMIN)) {
      return new Decision.InsufficientScope();
    }
    return ofClient && !mayAdministrate(token)
        ? new Decision.Rejected(RejectReason.REVOKED)
        : admitted(token);
  }

  private static Decision admitted(VerifiedJwt token) {
    return new Decision.Admitted(token.subject().orElseThrow(), token.sessionId().orElse(""));
  }

  /** Whether the client is still registered for it. */
  private boolean mayAdministrate(VerifiedJwt token) {
    return token
        .clientId()
        .flatMap(clients::find)
        .filter(client -> client.powers().admin())
        .isPresent();
  }
}
