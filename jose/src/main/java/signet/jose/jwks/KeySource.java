package signet.jose.jwks;

import java.util.Optional;
import signet.jose.jwk.JwkSet;

/**
 * Where a verifier gets its keys. Implementations are safe for use by many threads, and answer the
 * same {@link JwkSet} instance until the keys change: what is prepared for a key is kept as long.
 */
public interface KeySource {
  /**
   * The keys to verify with now; empty when none could be had, or those held are too old to be
   * trusted.
   */
  Optional<JwkSet> current();

  /**
   * The keys after a token named a {@code kid} that {@link #current} lacks. A source that can look
   * again may do so, within bounds that a flood of such tokens cannot move; the default does not.
   *
   * @param unknownKid from a token that nobody has verified: an opaque text, never a path or a
   *     query
   */
  default Optional<JwkSet> after(String unknownKid) {
    return current();
  }

  /** A source of one fixed set. */
  static KeySource of(JwkSet keys) {
    Optional<JwkSet> answer = Optional.of(keys);
    return () -> answer;
  }
}
