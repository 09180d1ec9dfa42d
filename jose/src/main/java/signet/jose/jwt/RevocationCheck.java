package signet.jose.jwt;

import java.util.Optional;
import signet.jose.reject.RejectReason;

/**
 * Whether a token that holds otherwise has been revoked. Called by many threads at once; does no
 * I/O.
 */
@FunctionalInterface
public interface RevocationCheck {
  /** {@code revoked} or {@code revocations_unavailable}, or empty to accept. */
  Optional<RejectReason> reject(VerifiedJwt jwt);
}
