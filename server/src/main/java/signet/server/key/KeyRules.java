package signet.server.key;

import java.time.Duration;
import signet.jose.jwa.JwsAlgorithm;

/**
 * How keys live.
 *
 * @param algorithm of the keys that are made
 * @param rotation how long a key signs
 * @param maxAge for how long verifiers may keep the published set
 * @param margin how much longer a key is published before it signs: for the spread of refreshes,
 *     slow fetches and short outages
 * @param skew how much longer than its last token a key is published: for clocks that differ
 * @param lease for how long a node may sign without the database
 */
public record KeyRules(
    JwsAlgorithm algorithm,
    Duration rotation,
    Duration maxAge,
    Duration margin,
    Duration skew,
    Duration lease) {
  /** Twice as far as a verifier of ours lets clocks be apart. */
  public static final Duration SKEW = Duration.ofMinutes(2);

  /** What is used where nothing is configured. */
  public static KeyRules of(JwsAlgorithm algorithm) {
    return new KeyRules(
        algorithm,
        Duration.ofDays(30),
        Duration.ofMinutes(5),
        Duration.ofMinutes(2),
        SKEW,
        Duration.ofSeconds(10));
  }
}
