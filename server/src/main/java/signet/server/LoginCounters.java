package signet.server;

import java.security.SecureRandom;
import java.util.function.UnaryOperator;
import signet.server.config.ServerConfig;
import signet.server.limit.FailureCounters;
import signet.server.limit.FallbackCounters;
import signet.server.limit.LoginLimits;
import signet.server.limit.MemoryCounters;
import signet.server.metrics.Metrics;
import signet.server.redis.RedisAddress;
import signet.server.redis.RedisConnection;
import signet.server.redis.RedisCounters;

/** The limits of logins, counted in Redis where one is configured, otherwise in memory. */
final class LoginCounters {
  private LoginCounters() {}

  /**
   * Limits as configured; what is to be closed goes to the resources.
   *
   * @param hmac under a key that all servers of the database have
   */
  static LoginLimits limits(
      ServerConfig config,
      UnaryOperator<byte[]> hmac,
      SecureRandom random,
      Metrics metrics,
      ResourceStack resources) {
    MemoryCounters own = MemoryCounters.usual(random);
    FailureCounters counters =
        config
            .redis()
            .map(redis -> resources.add(RedisConnection.open(address(redis))))
            .<FailureCounters>map(redis -> shared(redis, hmac, own, metrics))
            .orElse(own);
    ServerConfig.LoginLimits free = config.loginLimits();
    return LoginLimits.usual(counters, free.here(), free.account(), free.address());
  }

  private static FailureCounters shared(
      RedisConnection redis, UnaryOperator<byte[]> hmac, MemoryCounters own, Metrics metrics) {
    metrics.watchRedis(redis::isUsable);
    return new FallbackCounters(new RedisCounters(redis, hmac), own, metrics::countedWithoutRedis);
  }

  private static RedisAddress address(ServerConfig.Redis redis) {
    return new RedisAddress(
        redis.url().tls(),
        redis.url().host(),
        redis.url().port(),
        redis.url().database(),
        redis.user(),
        redis.password(),
        redis.certificate(),
        redis.timeout());
  }
}
