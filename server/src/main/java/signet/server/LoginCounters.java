package signet.server;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import signet.server.config.ServerConfig;
import signet.server.limit.FailureCounters;
import signet.server.limit.FallbackCounters;
import signet.server.limit.LoginLimits;
import signet.server.limit.MemoryCounters;
import signet.server.metrics.Metrics;
import signet.server.redis.RedisConnection;
import signet.server.redis.RedisCounters;

/** The limits of logins, counted in Redis where one is configured, otherwise in memory. */
final class LoginCounters {
  private LoginCounters() {}

  /**
   * Limits as configured.
   *
   * @param hmac under a key that all servers of the database have
   */
  static LoginLimits limits(
      ServerConfig config,
      Optional<RedisConnection> redis,
      UnaryOperator<byte[]> hmac,
      SecureRandom random,
      Metrics metrics) {
    MemoryCounters own = MemoryCounters.usual(random);
    Supplier<FailureCounters> counters =
        redis
            .map(connection -> new RedisCounters(connection, hmac))
            .<Supplier<FailureCounters>>map(
                shared -> () -> new FallbackCounters(shared, own, metrics::countedWithoutRedis))
            .orElse(() -> own);
    ServerConfig.LoginLimits free = config.loginLimits();
    return LoginLimits.usual(counters, free.here(), free.account(), free.address());
  }
}
