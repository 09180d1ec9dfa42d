package signet.bearer.txn;

import java.util.Optional;
import signet.jose.reject.RejectReason;

/** What {@link TransactionTokenVerifier} found. */
public sealed interface TransactionVerification {
  /** Every check passed. */
  record Verified(TransactionToken token) implements TransactionVerification {}

  /**
   * The token is refused.
   *
   * @param reason the first check that failed
   * @param detail the check in words, fixed texts without anything from the token
   * @param unverifiedKid as in {@link signet.jose.jwt.Verification.Rejected}
   */
  record Rejected(RejectReason reason, String detail, Optional<String> unverifiedKid)
      implements TransactionVerification {}
}
