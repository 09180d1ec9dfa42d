package signet.server.redis;

import io.lettuce.core.ScriptOutputType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import signet.server.revocation.FeedProjection;
import signet.server.revocation.FeedReader;
import signet.server.revocation.RevocationEntry;

/**
 * What is revoked, as keys of Redis: {@code revoked:jti:…}, {@code revoked:sid:…}, {@code
 * revoked:key:…}, and {@code revoked:sub:…}, whose value is the smallest version that still counts.
 * They go when no token is left that they could name; those of keys stay. Thread-safe.
 */
public final class RedisProjection implements FeedProjection {
  /** {@code epoch:seq}: everything up to there has been written. */
  static final String POSITION = "revoked:position";

  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{1,64}):([0-9]{1,18})");
  private static final String NOWHERE = "";

  /**
   * KEYS: the position, then one for each entry. ARGV: the position before and after, then version
   * and end of each entry; an end of 0 never comes. Ends by Redis's clock; a version or an end that
   * is there already is never made smaller.
   */
  private static final String ADD =
      """
      local t = redis.call('TIME')
      local now = t[1] * 1000 + math.floor(t[2] / 1000)
      for i = 2, #KEYS do
        local version, ends = tonumber(ARGV[i * 2 - 1]), tonumber(ARGV[i * 2])
        local known = tonumber(redis.call('GET', KEYS[i]) or '0') or 0
        local value = string.format('%.0f', math.max(version, known))
        if ends == 0 then
          redis.call('SET', KEYS[i], value)
        else
          local left = math.max(ends - now, redis.call('PTTL', KEYS[i]))
          if left > 0 then
            redis.call('SET', KEYS[i], value, 'PX', string.format('%.0f', left))
          end
        end
      end
      if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
      redis.call('SET', KEYS[1], ARGV[2])
      return 1
      """;

  private final RedisConnection redis;

  /** A copy of the feed in that Redis. */
  public RedisProjection(RedisConnection redis) {
    this.redis = redis;
  }

  @Override
  public Optional<FeedReader.Head> position() {
    String text = redis.call(commands -> commands.get(POSITION));
    if (text == null) {
      return Optional.empty();
    }
    Matcher position = FORM.matcher(text);
    if (!position.matches()) {
      // Nobody of us wrote that.
      redis.call(commands -> commands.del(POSITION));
      return Optional.empty();
    }
    return Optional.of(new FeedReader.Head(position.group(1), Long.parseLong(position.group(2))));
  }

  @Override
  public boolean add(
      Optional<FeedReader.Head> before, FeedReader.Page page, FeedReader.Head after) {
    List<String> keys = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    keys.add(POSITION);
    arguments.add(before.map(RedisProjection::text).orElse(NOWHERE));
    arguments.add(text(after));
    for (FeedReader.Placed placed : page.entries()) {
      RevocationEntry entry = placed.entry();
      keys.add("revoked:" + entry.kind().word() + ":" + entry.value());
      arguments.add(Long.toString(entry.minVersion().orElse(1)));
      boolean ends = entry.kind() != RevocationEntry.Kind.KEY;
      arguments.add(ends ? Long.toString(placed.expiresAtMillis()) : "0");
    }
    Long moved =
        redis.call(
            commands ->
                commands.eval(
                    ADD,
                    ScriptOutputType.INTEGER,
                    keys.toArray(String[]::new),
                    arguments.toArray(String[]::new)));
    return moved != null && moved == 1;
  }

  private static String text(FeedReader.Head position) {
    return position.epoch() + ":" + position.seq();
  }
}
