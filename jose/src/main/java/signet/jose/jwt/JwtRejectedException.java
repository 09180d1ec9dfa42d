package signet.jose.jwt;

import signet.jose.reject.RejectReason;

/** A token was refused, for those who like exceptions. Branch on {@link #reason}. */
public final class JwtRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final RejectReason reason;

  JwtRejectedException(Verification.Rejected rejected) {
    super(rejected.reason().word() + ": " + rejected.detail());
    this.reason = rejected.reason();
  }

  /** The first check that failed. */
  public RejectReason reason() {
    return reason;
  }
}
