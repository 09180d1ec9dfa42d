package signet.server.endpoint;

import java.util.Optional;
import signet.bearer.Challenges;
import signet.bearer.dpop.DpopResult;
import signet.bearer.dpop.DpopVerifier;
import signet.bearer.dpop.ExaminedProof;
import signet.bearer.dpop.SenderConstraint;
import signet.server.session.ProvenKey;

/** Proofs of possession at the endpoints (RFC 9449). Thread-safe. */
final class ProofGate {
  private final SenderConstraint constraint;
  private final Challenges challenges;

  ProofGate(SenderConstraint constraint, Challenges challenges) {
    this.constraint = constraint;
    this.challenges = challenges;
  }

  /**
   * The key that a request for a token proves to hold; empty where it brings no proof. Whether the
   * proof was used before is asked when the key is {@linkplain ProvenKey#use used}, which may
   * block.
   *
   * @throws ProblemException if there is one that does not hold
   */
  Optional<ProvenKey> provenKey(PresentedCredentials presented) {
    if (presented.proofs().isEmpty()) {
      return Optional.empty();
    }
    ExaminedProof proof = constraint.proofs().examine(presented.forToken(), Optional.empty());
    String thumbprint = holding(proof.byItself()).thumbprint();
    return Optional.of(new ProvenKey(thumbprint, () -> holding(proof.use())));
  }

  private DpopResult.Proven holding(DpopResult result) {
    if (result instanceof DpopResult.Proven proven) {
      return proven;
    }
    DpopResult.Problem problem = ((DpopResult.Refused) result).problem();
    throw withNonce(ProblemException.of(answer(problem), problem.words()), problem);
  }

  private static Problem answer(DpopResult.Problem problem) {
    return switch (problem) {
      case NONCE -> Problem.PROOF_NONCE_NEEDED;
      case UNAVAILABLE -> Problem.BUSY;
      default -> Problem.INVALID_PROOF;
    };
  }

  /** The answer to an access token whose sender has not shown to hold its key. */
  ProblemException unproven(DpopResult.Problem problem) {
    if (problem == DpopResult.Problem.UNAVAILABLE) {
      return ProblemException.of(Problem.BUSY).withHeader("Retry-After", "1");
    }
    return ProblemException.of(Problem.INVALID_TOKEN, problem.words())
        .withHeaders(challenges.unproven(constraint, problem));
  }

  /** RFC 9449 §8 and §9: a nonce comes with the answer that asks for one. */
  private ProblemException withNonce(ProblemException answer, DpopResult.Problem problem) {
    return problem == DpopResult.Problem.NONCE
        ? constraint
            .proofs()
            .nonce()
            .map(nonce -> answer.withHeader(DpopVerifier.NONCE_HEADER, nonce))
            .orElse(answer)
        : answer;
  }
}
