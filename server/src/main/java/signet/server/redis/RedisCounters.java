package signet.server.redis;

import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import signet.server.limit.Charge;
import signet.server.limit.DelayRule;
import signet.server.limit.FailureCounters;

/**
 * Counters in Redis, one for all servers. Thread-safe.
 *
 * <p>A counter is a hash with the number of failures and the time of the last, under a key that
 * shows no name: an HMAC under a key that Redis does not have. It goes when its failures are
 * forgotten. All is decided in scripts, which Redis runs one after the other, by its own clock.
 */
public final class RedisCounters implements FailureCounters {
  // The braces keep all keys in one slot of a cluster: a script may touch several.
  private static final String PREFIX = "signet:{login}:";
  private static final String LABEL = "signet login counter\0";
  private static final int HASH_BYTES = 16;
  private static final long ASK_REDIS = -1;

  /** The same rule as {@link DelayRule}; ARGV: the time, then free, first, most, forgotten each. */
  private static final String CHARGE =
      """
      local now = tonumber(ARGV[1])
      if now < 0 then
        local t = redis.call('TIME')
        now = t[1] * 1000 + math.floor(t[2] / 1000)
      end
      local counted = {}
      for i, key in ipairs(KEYS) do
        local free, first, most, forgotten = unpack(ARGV, i * 4 - 2, i * 4 + 1)
        local stored = redis.call('HMGET', key, 'failures', 'last')
        local failures, last = tonumber(stored[1] or 0), tonumber(stored[2] or 0)
        if now - last >= tonumber(forgotten) then failures = 0 end
        if failures > tonumber(free) then
          local delay = math.min(first * 2 ^ math.min(failures - free - 1, 30), tonumber(most))
          local wait = math.floor(delay - (now - last))
          if wait > 0 then return {i, wait} end
        end
        counted[i] = failures
      end
      for i, key in ipairs(KEYS) do
        redis.call('HSET', key, 'failures', counted[i] + 1, 'last', string.format('%.0f', now))
        redis.call('PEXPIRE', key, ARGV[i * 4 + 1])
      end
      return {0, 0}
      """;

  private static final String GIVE_BACK =
      """
      if tonumber(redis.call('HGET', KEYS[1], 'failures') or 0) > 0 then
        redis.call('HINCRBY', KEYS[1], 'failures', -1)
      end
      return 0
      """;

  private final RedisConnection redis;
  private final UnaryOperator<byte[]> hmac;
  private final LongSupplier clockMillis;

  /**
   * Counters in that Redis.
   *
   * @param hmac under a key that all servers have and Redis does not
   */
  public RedisCounters(RedisConnection redis, UnaryOperator<byte[]> hmac) {
    this(redis, hmac, () -> ASK_REDIS);
  }

  /** By another clock, for tests. */
  RedisCounters(RedisConnection redis, UnaryOperator<byte[]> hmac, LongSupplier clockMillis) {
    this.redis = redis;
    this.hmac = hmac;
    this.clockMillis = clockMillis;
  }

  @Override
  public Optional<Wait> charge(List<Charge> charges) {
    String[] keys = charges.stream().map(this::key).toArray(String[]::new);
    List<String> arguments = new ArrayList<>();
    arguments.add(Long.toString(clockMillis.getAsLong()));
    for (Charge charge : charges) {
      DelayRule rule = charge.rule();
      arguments.add(Integer.toString(rule.free()));
      arguments.add(Long.toString(rule.first().toMillis()));
      arguments.add(Long.toString(rule.most().toMillis()));
      arguments.add(Long.toString(rule.forgotten().toMillis()));
    }
    List<Object> answer =
        redis.call(
            commands ->
                commands.eval(
                    CHARGE, ScriptOutputType.MULTI, keys, arguments.toArray(String[]::new)));
    int waiting = ((Number) answer.get(0)).intValue();
    return waiting == 0
        ? Optional.empty()
        : Optional.of(
            new Wait(
                charges.get(waiting - 1), Duration.ofMillis(((Number) answer.get(1)).longValue())));
  }

  @Override
  public void giveBack(Charge charge) {
    String[] keys = {key(charge)};
    redis.call(commands -> commands.<Long>eval(GIVE_BACK, ScriptOutputType.INTEGER, keys));
  }

  @Override
  public void forget(Charge charge) {
    redis.call(commands -> commands.del(key(charge)));
  }

  private String key(Charge charge) {
    byte[] name = (LABEL + charge.kind() + "\0" + charge.key()).getBytes(StandardCharsets.UTF_8);
    return PREFIX + charge.kind() + ":" + HexFormat.of().formatHex(hmac.apply(name), 0, HASH_BYTES);
  }
}
