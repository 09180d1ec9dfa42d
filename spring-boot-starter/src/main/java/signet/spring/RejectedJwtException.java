package signet.spring;

import org.springframework.security.oauth2.jwt.BadJwtException;
import signet.jose.reject.RejectReason;

/** A token was refused. Its message is the reason's word and holds nothing of the token. */
public final class RejectedJwtException extends BadJwtException {
  private static final long serialVersionUID = 1;

  private final RejectReason reason;

  RejectedJwtException(RejectReason reason) {
    super(reason.word());
    this.reason = reason;
  }

  /** Why. */
  public RejectReason reason() {
    return reason;
  }
}
