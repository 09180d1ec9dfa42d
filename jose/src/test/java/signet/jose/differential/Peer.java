package signet.jose.differential;

import java.util.Map;
import signet.testkit.forge.ForgeKey;

/**
 * Another library, set up by its own documentation to ask of a token what Signet's access-token
 * policy asks: the key's algorithm, {@code typ}, issuer, audience, the required claims, 30 s of
 * skew.
 */
interface Peer {

  /** The name of an algorithm in this library's headers, or empty where it lacks the algorithm. */
  java.util.Optional<String> alg(String alg);

  /**
   * Whether it accepts the token.
   *
   * @param key the key that should have signed it, under this library's name of the algorithm
   */
  boolean accepts(ForgeKey key, String token);

  /** A token of its own making. */
  String sign(ForgeKey key, Map<String, Object> claims) throws Exception;
}
