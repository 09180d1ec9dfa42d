package signet.cli.explain;

import java.util.Optional;
import signet.bearer.Anonymous;
import signet.bearer.Authenticated;
import signet.bearer.Authentication;
import signet.bearer.Challenge;
import signet.jose.jwt.VerifiedJwt;
import signet.jose.reject.RejectReason;

/**
 * What a service answers.
 *
 * @param status 200 where the request passes, otherwise the challenge's
 * @param reason why the token was refused, absent where it was not looked at or lacks only scope
 * @param error the error code of RFC 6750, where the challenge has one
 * @param jwt the token where the request passes by one
 */
public record Verdict(
    int status, Optional<RejectReason> reason, Optional<String> error, Optional<VerifiedJwt> jwt) {

  static Verdict of(Authentication outcome) {
    if (outcome instanceof Challenge challenge) {
      return new Verdict(
          challenge.status(), challenge.reason(), challenge.error(), Optional.empty());
    }
    Optional<VerifiedJwt> jwt =
        outcome instanceof Authenticated passed ? Optional.of(passed.jwt()) : Optional.empty();
    // Anonymous is the only other outcome: no token, where none is needed.
    assert jwt.isPresent() || outcome instanceof Anonymous;
    return new Verdict(200, Optional.empty(), Optional.empty(), jwt);
  }

  /** Whether the request passes. */
  public boolean isAccepted() {
    return status == 200;
  }

  /** In one word: {@code valid}, a reason, or the error code. */
  public String word() {
    return isAccepted()
        ? "valid"
        : reason.map(RejectReason::word).or(this::error).orElse("no_credentials");
  }

  boolean is(RejectReason other) {
    return reason.filter(other::equals).isPresent();
  }
}
