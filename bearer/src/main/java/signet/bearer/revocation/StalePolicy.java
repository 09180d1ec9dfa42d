package signet.bearer.revocation;

/** What happens to tokens while it is not known whether they were revoked lately. */
public enum StalePolicy {
  /**
   * A token is accepted for the rest of its life, if that is 15 minutes at most as a whole and does
   * not make its bearer an administrator; any other is answered with 503.
   */
  ACCEPT_UNTIL_EXPIRY,
  /** Every token is answered with 503. */
  REFUSE
}
