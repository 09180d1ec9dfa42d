package signet.gateway.txn;

import java.time.Duration;
import signet.jose.jwa.JwsAlgorithm;

/**
 * How the keys of transaction tokens live. Immutable.
 *
 * @param algorithm of the keys that are made
 * @param rotation how long a key signs
 * @param maxAge for how long services may keep the published set
 */
record KeyRules(JwsAlgorithm algorithm, Duration rotation, Duration maxAge) {
  /** For how long a replica may sign, and publish, without having read the folder. */
  static final Duration LEASE = Duration.ofSeconds(10);

  /**
   * How much longer a key is published before it signs: for the spread of refreshes, slow fetches,
   * short outages and clocks of replicas that differ.
   */
  static final Duration MARGIN = Duration.ofMinutes(2);

  /** How much longer than its last token a key is published: for clocks of services that differ. */
  static final Duration SKEW = Duration.ofMinutes(2);

  /** No token lives longer, whatever is configured. */
  static final Duration MAX_LIFETIME = Duration.ofSeconds(60);

  /** From the making of a key to its first signature, unless there is no other. */
  Duration waitBeforeSigning(Duration longestMaxAge) {
    Duration longest = longestMaxAge.compareTo(maxAge) > 0 ? longestMaxAge : maxAge;
    // Within a lease each replica publishes the key, or nothing at all.
    return LEASE.plus(longest).plus(MARGIN);
  }

  /** From a key's last signature to the end of the last token that is accepted. */
  static Duration waitBeforeRemoval() {
    return LEASE.plus(MAX_LIFETIME).plus(SKEW);
  }
}
