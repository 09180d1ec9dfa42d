package signet.server.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import signet.bearer.dpop.LocalReplayMemory;
import signet.bearer.dpop.ReplayMemory.Sight;

/** Two servers that share a Redis share what they have seen, for as long as it has to be known. */
final class RedisReplayMemoryTest {
  private static final Duration KEEP = Duration.ofMinutes(1);

  private static byte[] id(int last) {
    byte[] id = new byte[16];
    id[15] = (byte) last;
    return id;
  }

  @Test
  void proofIsSeenByAll() throws Exception {
    try (TestRedis redis = TestRedis.start();
        RedisConnection first = RedisConnection.open(redis.address());
        RedisConnection second = RedisConnection.open(redis.address())) {
      RedisReplayMemory here = new RedisReplayMemory(first, new LocalReplayMemory(16));
      RedisReplayMemory there = new RedisReplayMemory(second, new LocalReplayMemory(16));
      assertThat(here.see(id(1), KEEP)).isEqualTo(Sight.FIRST);
      assertThat(there.see(id(1), KEEP)).isEqualTo(Sight.AGAIN);
      assertThat(there.see(id(2), KEEP)).isEqualTo(Sight.FIRST);
      long kept = first.call(RedisAsyncCommands::dbsize);
      assertThat(kept).isEqualTo(2);

      assertThat(here.see(id(3), Duration.ofMillis(50))).isEqualTo(Sight.FIRST);
      Awaitility.await().until(() -> there.see(id(3), Duration.ofMillis(50)).equals(Sight.FIRST));
    }
  }

  @Test
  void eachRemembersItsOwnWhileRedisIsAway() throws Exception {
    TestRedis redis = TestRedis.start();
    try (RedisConnection connection = RedisConnection.open(redis.address())) {
      redis.close();
      RedisReplayMemory memory = new RedisReplayMemory(connection, new LocalReplayMemory(16));
      assertThat(memory.see(id(1), KEEP)).isEqualTo(Sight.FIRST);
      assertThat(memory.see(id(1), KEEP)).isEqualTo(Sight.AGAIN);
    }
  }
}
