package signet.gateway.mint;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import signet.jose.jwa.JwsAlgorithm;

/**
 * What {@code transaction-tokens} says in the configuration. Immutable.
 *
 * @param trustDomain the audience of every transaction token
 * @param workload the claim {@code req_wl}: who asked for the token, which is this gateway
 * @param keys the folder that all replicas share
 * @param algorithm ES256 or Ed25519
 * @param lifetime 60 s at most
 * @param claims of the access token that go into {@code tctx} where a route says nothing else
 * @param rotateEvery how long a key signs
 * @param maxAge how long services keep the key set, at {@code /.well-known/jwks.json}
 */
public record TransactionSettings(
    String trustDomain,
    String workload,
    Path keys,
    JwsAlgorithm algorithm,
    Duration lifetime,
    List<String> claims,
    Duration rotateEvery,
    Duration maxAge) {
  /** Keeps a copy of the list. */
  public TransactionSettings {
    claims = List.copyOf(claims);
  }
}
