package signet.jose.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import signet.jose.jwt.Verification;
import signet.testkit.forge.ForgeKey;

/** Asserts that Signet and another library judge a token alike, or differ as the table says. */
final class Agreement {
  private Agreement() {}

  static void assertAgreement(Peer peer, ForgeKey key, TokenCase tokenCase) {
    String token = tokenCase.token(key);
    Verification ours = Ours.verify(key, token);
    boolean theirs = peer.accepts(key, token);
    Optional<PolicyDifference> explained = Optional.empty();
    if (ours instanceof Verification.Rejected rejected && theirs) {
      explained = PolicyDifference.ofRefusal(tokenCase, rejected.reason());
    } else if (ours instanceof Verification.Verified && !theirs) {
      explained = PolicyDifference.ofAcceptance(tokenCase);
    } else {
      return;
    }
    assertThat(explained)
        .as(
            "%s %s the %s token that Signet answers with %s: %s%n%s",
            peer.getClass().getSimpleName(),
            theirs ? "accepts" : "refuses",
            key.alg(),
            ours,
            tokenCase,
            token)
        .isPresent();
  }
}
