package signet.spring;

import org.springframework.security.oauth2.jwt.JwtException;
import signet.jose.reject.RejectReason;

/** Nothing can be said about a token at this moment: keys or revocations could not be had. */
public final class UnavailableJwtException extends JwtException {
  private static final long serialVersionUID = 1;

  private final RejectReason reason;

  UnavailableJwtException(RejectReason reason) {
    super(reason.word());
    this.reason = reason;
  }

  /** What could not be had. */
  public RejectReason reason() {
    return reason;
  }
}
