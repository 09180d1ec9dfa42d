package signet.server.redis;

import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.Base64;
import signet.bearer.dpop.ReplayMemory;
import signet.server.outage.OutageException;

/**
 * Proofs that were used at any of the servers, in Redis. While that cannot be had each server
 * remembers its own, so a proof could then be used once at each. Thread-safe.
 */
public final class RedisReplayMemory implements ReplayMemory {
  private static final String PREFIX = "signet:dpop:";

  private final RedisConnection redis;
  private final ReplayMemory own;

  /**
   * A memory in that Redis.
   *
   * @param own is asked while Redis does not answer
   */
  public RedisReplayMemory(RedisConnection redis, ReplayMemory own) {
    this.redis = redis;
    this.own = own;
  }

  @Override
  public Sight see(byte[] id, Duration keep) {
    String key = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    try {
      String set =
          redis.call(commands -> commands.set(key, "", SetArgs.Builder.nx().px(keep.toMillis())));
      return set == null ? Sight.AGAIN : Sight.FIRST;
    } catch (OutageException e) {
      return own.see(id, keep);
    }
  }
}
