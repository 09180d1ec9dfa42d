package signet.server.admin;

import java.util.function.Function;
import java.util.regex.Pattern;
import signet.jose.jwt.Verification;
import signet.jose.jwt.VerifiedJwt;
import signet.server.audit.AuditEvent;
import signet.server.revocation.RevocationStore;

/** Access tokens, revoked in the store of this process. */
final class DirectTokens implements TokenAdministration {
  private static final Pattern JTI = Pattern.compile("[\\x21-\\x7e]{1,128}");

  private final Function<String, Verification> verifier;
  private final RevocationStore revocations;
  private final AuditEvent.Origin origin;

  /**
   * Revokes in that store.
   *
   * @param verifier takes what this server signed, for whomever
   */
  DirectTokens(
      Function<String, Verification> verifier,
      RevocationStore revocations,
      AuditEvent.Origin origin) {
    this.verifier = verifier;
    this.revocations = revocations;
    this.origin = origin;
  }

  @Override
  public void revoke(String accessToken) {
    // What the token says counts only once its signature does.
    Verification verification = verifier.apply(accessToken);
    if (verification instanceof Verification.Rejected rejected) {
      throw new AdministrationException(
          Refusal.INVALID_ACCESS_TOKEN,
          "that is no access token of this server that is valid now: " + rejected.reason().word());
    }
    VerifiedJwt token = ((Verification.Verified) verification).jwt();
    revokeNamed(token.jwtId().orElseThrow());
  }

  @Override
  public void revokeNamed(String jti) {
    if (!JTI.matcher(jti).matches()) {
      throw new AdministrationException(
          Refusal.INVALID_ACCESS_TOKEN, "a jti has 1 to 128 characters, none of them a space");
    }
    revocations.revoke(jti, new AuditEvent("token-revoked", origin));
  }
}
