package signet.jose.jwt;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import signet.jose.reject.RejectReason;

/**
 * The refusals for what claims say: one object a reason, so that a flood of them allocates nothing.
 */
final class ClaimRejections {
  private static final Map<RejectReason, Verification.Rejected> REJECTIONS =
      new EnumMap<>(RejectReason.class);

  static {
    add(RejectReason.MALFORMED, "the claims are no strict JSON object within the limits");
    add(RejectReason.BAD_CLAIM, "a registered claim has the wrong type or no sane value");
    add(RejectReason.MISSING_CLAIM, "a required claim is absent");
    add(RejectReason.WRONG_ISSUER, "iss is not the expected issuer");
    add(RejectReason.WRONG_AUDIENCE, "aud does not name the expected audience");
    add(RejectReason.EXPIRED, "exp has passed");
    add(RejectReason.NOT_YET_VALID, "nbf lies ahead");
    add(RejectReason.ISSUED_IN_FUTURE, "iat lies ahead");
    add(RejectReason.TOO_OLD, "the token was issued longer ago than the maximum age");
    add(RejectReason.LIFETIME_TOO_LONG, "exp is further from iat than the maximum");
    add(RejectReason.CUSTOM_CHECK, "a check of the application said no");
    add(RejectReason.REVOCATIONS_UNAVAILABLE, "the revocation list could not be had");
    add(RejectReason.REVOKED, "the token has been revoked");
    add(RejectReason.NOT_NESTED, "no signed token inside an encrypted one, as was expected");
  }

  private ClaimRejections() {}

  private static void add(RejectReason reason, String detail) {
    REJECTIONS.put(reason, new Verification.Rejected(reason, detail, Optional.empty()));
  }

  static Verification.Rejected of(RejectReason reason) {
    Verification.Rejected rejected = REJECTIONS.get(reason);
    if (rejected == null) {
      throw new IllegalStateException("claims are not refused as " + reason);
    }
    return rejected;
  }
}
