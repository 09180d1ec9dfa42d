package signet.server;

import java.util.Optional;
import signet.runtime.start.ResourceStack;
import signet.server.config.ServerConfig;
import signet.server.metrics.Metrics;
import signet.server.redis.RedisAddress;
import signet.server.redis.RedisConnection;

/** The Redis that servers share, where one is configured. */
final class SharedRedis {
  private SharedRedis() {}

  /** Connects; what is to be closed goes to the resources. Does not fail. */
  static Optional<RedisConnection> open(
      ServerConfig config, Metrics metrics, ResourceStack resources) {
    Optional<RedisConnection> redis =
        config.redis().map(configured -> resources.add(RedisConnection.open(address(configured))));
    redis.ifPresent(connection -> metrics.watchRedis(connection::isUsable));
    return redis;
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
