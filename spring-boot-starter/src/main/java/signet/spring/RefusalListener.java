package signet.spring;

import signet.jose.reject.RejectReason;

/** Told of each token that is refused; must not block. Called by many threads at once. */
@FunctionalInterface
public interface RefusalListener {
  /** A token was refused, for that reason. */
  void refused(RejectReason reason);
}
