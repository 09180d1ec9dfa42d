package signet.spring;

import org.springframework.security.oauth2.jwt.BadJwtException;
import signet.bearer.dpop.DpopResult;
import signet.jose.reject.RejectReason;

/**
 * A token that holds came from somebody who has not shown to be the one whom it is for (RFC 9449).
 * Its message holds nothing of the token.
 */
public final class UnprovenJwtException extends BadJwtException {
  private static final long serialVersionUID = 1;

  private final DpopResult.Problem problem;

  UnprovenJwtException(DpopResult.Problem problem) {
    super(problem.reason().word());
    this.problem = problem;
  }

  /** What is wrong with the proof, or that there is none. */
  public DpopResult.Problem problem() {
    return problem;
  }

  /** The word for it among the reasons of refusals. */
  public RejectReason reason() {
    return problem.reason();
  }
}
