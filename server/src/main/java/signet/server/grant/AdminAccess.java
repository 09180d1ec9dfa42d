package signet.server.grant;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import signet.bearer.dpop.DpopResult;
import signet.bearer.dpop.SenderConstraint;
import signet.jose.jwt.Verification;
import signet.jose.jwt.VerifiedJwt;
import signet.jose.reject.RejectReason;
import signet.server.client.Client;
import signet.server.client.ClientRegistry;
import signet.server.revocation.RevocableToken;
import signet.server.token.AccessTokenVerifier;
import signet.server.token.ReservedScope;

/**
 * Decides whether an access token made for this server opens the administration, the revocation
 * feed or its user's own sessions. Thread-safe.
 *
 * <p>The token alone is not enough: session, role and version are looked up, so that what was
 * revoked a moment ago is refused here.
 */
public final class AdminAccess {
  private final AccessTokenVerifier verifier;
  private final IssuedTokens tokens;
  private final ClientRegistry clients;
  private final SenderConstraint constraint;

  /** What was decided. */
  public sealed interface Decision {
    /**
     * Come in.
     *
     * @param sid empty for a client, which has no session
     * @param token by what it can be revoked
     * @param until when it ends by itself
     */
    record Admitted(String subject, String sid, RevocableToken token, Instant until)
        implements Decision {}

    /** The token is not valid, or no longer. */
    record Rejected(RejectReason reason) implements Decision {}

    /** The token is bound to a key, and the request does not prove that its sender holds it. */
    record NotProven(DpopResult.Problem problem) implements Decision {}

    /** The token is valid and was not made for this. */
    record InsufficientScope() implements Decision {}
  }

  /** Access decided by those parts. */
  public AdminAccess(
      AccessTokenVerifier verifier,
      IssuedTokens tokens,
      ClientRegistry clients,
      SenderConstraint constraint) {
    this.verifier = verifier;
    this.tokens = tokens;
    this.clients = clients;
    this.constraint = constraint;
  }

  /** Whether a token opens the administration; blocks on the store. */
  public Decision decide(PresentedAccessToken token) {
    return decide(token, ReservedScope.ADMIN, client -> client.powers().admin());
  }

  /** Whether a token opens the revocation feed; blocks on the store. */
  public Decision decideForFeed(PresentedAccessToken token) {
    return decide(token, ReservedScope.REVOCATIONS, client -> client.powers().verifier());
  }

  /** Whether a token is a user's own, whatever its scope; blocks on the store. */
  public Decision decideForUser(PresentedAccessToken token) {
    Decision decision = decide(verifier.verify(token.value()), token);
    return decision instanceof Decision.Admitted admitted && admitted.sid().isEmpty()
        ? new Decision.Rejected(RejectReason.MISSING_CLAIM)
        : decision;
  }

  /**
   * Whether a token opens what needs that scope.
   *
   * @param power what a client that comes for itself must still be registered for
   */
  private Decision decide(PresentedAccessToken presented, String scope, Predicate<Client> power) {
    Verification verification = verifier.verify(presented.value());
    Decision decision = decide(verification, presented);
    if (!(decision instanceof Decision.Admitted admitted)) {
      return decision;
    }
    VerifiedJwt token = ((Verification.Verified) verification).jwt();
    // Whoever verifies with a shared secret can make tokens with it too.
    boolean counts = !(scope.equals(ReservedScope.ADMIN) && token.algorithm().isSymmetric());
    if (!counts || !token.scopes().contains(scope)) {
      return new Decision.InsufficientScope();
    }
    boolean mayStill =
        !admitted.sid().isEmpty()
            || token.clientId().flatMap(clients::find).filter(power).isPresent();
    return mayStill ? admitted : new Decision.Rejected(RejectReason.REVOKED);
  }

  private Decision decide(Verification verification, PresentedAccessToken presented) {
    if (verification instanceof Verification.Rejected rejected) {
      return new Decision.Rejected(rejected.reason());
    }
    VerifiedJwt token = ((Verification.Verified) verification).jwt();
    if (!tokens.isCurrent(token)) {
      return new Decision.Rejected(RejectReason.REVOKED);
    }
    Optional<DpopResult.Problem> problem =
        constraint.check(token, presented.scheme(), presented.request());
    return problem.isPresent()
        ? new Decision.NotProven(problem.get())
        : new Decision.Admitted(
            token.subject().orElseThrow(),
            token.sessionId().orElse(""),
            IssuedTokens.revocable(token),
            token.expiresAt());
  }
}
