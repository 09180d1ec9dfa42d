package signet.jose.jwt;

import java.util.Optional;
import signet.jose.reject.RejectReason;

/** What {@link JwtVerifier} found. */
public sealed interface Verification {
  /** Every check passed. */
  record Verified(VerifiedJwt jwt) implements Verification {}

  /**
   * The token is refused.
   *
   * @param reason the first check that failed
   * @param detail the check in words, fixed texts without anything from the token
   * @param unverifiedKid the header's kid where keys were looked up, printable ASCII and at most 64
   *     characters: for logs, never for decisions
   */
  record Rejected(RejectReason reason, String detail, Optional<String> unverifiedKid)
      implements Verification {}
}
