package signet.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;
import signet.bearer.dpop.DpopNonces;
import signet.bearer.dpop.DpopVerifier;
import signet.bearer.dpop.LocalReplayMemory;
import signet.bearer.dpop.ReplayMemory;
import signet.bearer.dpop.SenderConstraint;
import signet.server.config.ServerConfig;
import signet.server.redis.RedisConnection;
import signet.server.redis.RedisReplayMemory;

/** How this server checks proofs of possession (RFC 9449). */
final class Proofs {
  private static final Duration NONCE_SPAN = Duration.ofMinutes(1);
  private static final byte[] NONCE_KEY =
      "signet dpop nonce key".getBytes(StandardCharsets.US_ASCII);

  private Proofs() {}

  /**
   * Checked as configured.
   *
   * @param hmac with 32 bytes, under a key that all servers of the database have
   */
  static SenderConstraint constraint(
      ServerConfig config,
      Optional<RedisConnection> redis,
      UnaryOperator<byte[]> hmac,
      InstantSource clock) {
    ReplayMemory own = LocalReplayMemory.usual();
    DpopVerifier.Builder proofs =
        DpopVerifier.builder()
            .clock(clock)
            .memory(
                redis.<ReplayMemory>map(shared -> new RedisReplayMemory(shared, own)).orElse(own));
    if (config.proofNonces()) {
      proofs.nonces(new DpopNonces(hmac.apply(NONCE_KEY), NONCE_SPAN, clock));
    }
    return new SenderConstraint(proofs.build());
  }
}
