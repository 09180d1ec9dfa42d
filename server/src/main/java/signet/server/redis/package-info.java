/**
 * What servers share in Redis: entered at {@link signet.server.redis.RedisConnection}. Implements
 * interfaces of {@code limit} and {@code revocation}; only the wiring at the root imports this
 * package.
 */
@NullMarked
package signet.server.redis;

import org.jspecify.annotations.NullMarked;
