package signet.server.key;

import java.time.Instant;
import java.util.List;
import signet.jose.jwk.JwkSet;
import signet.jose.jws.SigningKey;

/**
 * The set of keys as a node serves it. Immutable; a new instance with every change.
 *
 * @param seq its number
 * @param active what signs
 * @param activeKid the {@code kid} of {@code active}
 * @param activeSince by the database's clock
 * @param published what verifiers are told; public keys alone
 */
public record KeySetView(
    long seq, SigningKey active, String activeKid, Instant activeSince, JwkSet published) {
  /** Names the published set. */
  public String keysetId() {
    return published.keysetId();
  }

  /** The names of the published keys. */
  public List<String> kids() {
    return published.kids();
  }

  @Override
  public String toString() {
    return "KeySetView[" + seq + " " + keysetId() + " active " + activeKid + "]";
  }
}
