package signet.server.endpoint;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import signet.bearer.Challenges;
import signet.bearer.dpop.SenderConstraint.Scheme;
import signet.server.grant.AdminAccess;
import signet.server.grant.AdminAccess.Decision;
import signet.server.grant.PresentedAccessToken;
import signet.server.token.ReservedScope;

/** Lets in who shows an access token for the administration; challenges as RFC 6750 §3 says. */
final class BearerGate implements AdminEndpoint.Gate {
  // RFC 6750 §2.1: b64token; RFC 9110 §11.1: the scheme's case does not matter.
  private static final Pattern CREDENTIALS =
      Pattern.compile("(bearer|dpop) +([A-Za-z0-9._~+/-]+=*)", Pattern.CASE_INSENSITIVE);

  private final AdminAccess access;
  private final ProofGate proofs;
  private final Challenges challenges;

  BearerGate(AdminAccess access, ProofGate proofs, Challenges challenges) {
    this.access = access;
    this.proofs = proofs;
    this.challenges = challenges;
  }

  @Override
  public String admit(PresentedCredentials credentials) {
    return admitted(access.decide(token(credentials)), ReservedScope.ADMIN).subject();
  }

  /**
   * The verifier whose access token for the revocation feed is shown. May block.
   *
   * @throws ProblemException for who may not come in
   */
  Decision.Admitted admitVerifier(PresentedCredentials credentials) {
    return admitted(access.decideForFeed(token(credentials)), ReservedScope.REVOCATIONS);
  }

  /**
   * The user whose access token for this server is shown. May block.
   *
   * @throws ProblemException for who may not come in
   */
  Decision.Admitted admitUser(PresentedCredentials credentials) {
    return admitted(access.decideForUser(token(credentials)), "");
  }

  private PresentedAccessToken token(PresentedCredentials presented) {
    List<String> authorization = presented.authorization();
    if (authorization.size() > 1) {
      throw ProblemException.of(Problem.INVALID_REQUEST, "more than one Authorization header")
          .withHeaders(challenges.invalidRequest());
    }
    Matcher credentials =
        CREDENTIALS.matcher(authorization.isEmpty() ? "" : authorization.getFirst());
    if (!credentials.matches()) {
      throw ProblemException.of(Problem.UNAUTHORIZED).withHeaders(challenges.noCredentials());
    }
    String token = credentials.group(2);
    return new PresentedAccessToken(
        token,
        credentials.group(1).equalsIgnoreCase("dpop") ? Scheme.DPOP : Scheme.BEARER,
        presented.with(token));
  }

  private Decision.Admitted admitted(Decision decision, String scope) {
    if (decision instanceof Decision.Admitted admitted) {
      return admitted;
    }
    if (decision instanceof Decision.Rejected rejected) {
      throw ProblemException.of(Problem.INVALID_TOKEN)
          .withHeaders(challenges.refused(rejected.reason()));
    }
    if (decision instanceof Decision.NotProven notProven) {
      throw proofs.unproven(notProven.problem());
    }
    throw ProblemException.of(Problem.INSUFFICIENT_SCOPE)
        .withHeaders(challenges.insufficientScope(List.of(scope)));
  }
}
