package signet.jose.jwe;

import java.util.Optional;
import signet.jose.reject.RejectReason;

/** What {@link JweDecrypter} found. */
public sealed interface JweDecryption {
  /**
   * The content, which anybody who has the public or shared key may have written.
   *
   * @param header the protected header
   * @param plaintext the decrypted bytes; the caller's to keep
   */
  record Decrypted(JweHeader header, byte[] plaintext) implements JweDecryption {}

  /**
   * The token is refused.
   *
   * @param reason the first check that failed; one for all causes once decryption has begun (RFC
   *     7516 §11.5)
   * @param detail the check in words, fixed texts without anything from the token
   * @param unverifiedKid the header's kid where keys were looked up, printable ASCII and at most 64
   *     characters
   */
  record Rejected(RejectReason reason, String detail, Optional<String> unverifiedKid)
      implements JweDecryption {}
}
