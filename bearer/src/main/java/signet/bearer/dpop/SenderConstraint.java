package signet.bearer.dpop;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signet.bearer.dpop.DpopResult.Problem;
import signet.jose.jwt.VerifiedJwt;

/**
 * Whether whoever sends a verified token may use it: one that is bound to a key ({@code cnf}, RFC
 * 7800) needs a proof by that key, and one that is not must not pretend to be (RFC 9449 §7). Safe
 * for use by many threads.
 */
public final class SenderConstraint {
  private static final String CONFIRMATION = "cnf";
  private static final String KEY_THUMBPRINT = "jkt";

  private final DpopVerifier proofs;

  /** With which scheme of {@code Authorization} a token came. */
  public enum Scheme {
    /** RFC 6750. */
    BEARER,
    /** RFC 9449 §7.1. */
    DPOP
  }

  /** A constraint whose proofs that verifier checks. */
  public SenderConstraint(DpopVerifier proofs) {
    this.proofs = proofs;
  }

  /** The verifier of its proofs. */
  public DpopVerifier proofs() {
    return proofs;
  }

  /** What stands in the way of using the token; empty where nothing does. */
  public Optional<Problem> check(VerifiedJwt token, Scheme scheme, DpopRequest request) {
    Object confirmation = token.claims().value(CONFIRMATION).orElse(null);
    if (confirmation == null) {
      return scheme == Scheme.BEARER ? Optional.empty() : Optional.of(Problem.NOT_BOUND);
    }
    String boundTo = thumbprint(confirmation);
    if (boundTo == null) {
      return Optional.of(Problem.OTHER_CONFIRMATION);
    }
    if (scheme == Scheme.BEARER) {
      return Optional.of(Problem.MISSING);
    }
    return proofs.verify(request, Optional.of(boundTo)) instanceof DpopResult.Refused refused
        ? Optional.of(refused.problem())
        : Optional.empty();
  }

  /** Alone: what is bound to something else as well needs a check that is not made here. */
  private static @Nullable String thumbprint(Object confirmation) {
    return confirmation instanceof Map<?, ?> members
            && members.size() == 1
            && members.get(KEY_THUMBPRINT) instanceof String thumbprint
        ? thumbprint
        : null;
  }

  /**
   * The value of {@code WWW-Authenticate} for a request that had this problem (RFC 9449 §7.1).
   *
   * @param realm printable ASCII without quote and backslash
   */
  public String challenge(String realm, Problem problem) {
    return "DPoP realm=\"%s\", error=\"%s\", reason=\"%s\", algs=\"%s\""
        .formatted(realm, problem.error(), problem.reason().word(), proofs.algorithmNames());
  }
}
