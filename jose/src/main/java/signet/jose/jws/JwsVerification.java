package signet.jose.jws;

import java.util.Optional;
import signet.jose.reject.RejectReason;

/** What {@link JwsVerifier} found. */
public sealed interface JwsVerification {
  /**
   * The signature holds.
   *
   * @param header the protected header
   * @param key the key whose signature it is
   * @param payload the signed bytes; the caller's to keep
   */
  record Verified(JwsHeader header, VerificationKey key, byte[] payload)
      implements JwsVerification {}

  /**
   * The token is refused.
   *
   * @param reason the first check that failed
   * @param detail the check in words, fixed texts without anything from the token
   * @param unverifiedKid the header's kid where keys were looked up, printable ASCII and at most 64
   *     characters: for logs, never for decisions
   */
  record Rejected(RejectReason reason, String detail, Optional<String> unverifiedKid)
      implements JwsVerification {}
}
