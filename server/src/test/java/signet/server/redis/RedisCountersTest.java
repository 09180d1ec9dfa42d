package signet.server.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import signet.server.limit.FailureCounters;
import signet.server.limit.FailureCountersContract;
import signet.server.outage.OutageException;

final class RedisCountersTest extends FailureCountersContract {
  private static TestRedis redis;
  private RedisConnection connection;

  @BeforeAll
  static void start() throws Exception {
    redis = TestRedis.start();
  }

  @AfterAll
  static void stop() {
    if (redis != null) {
      redis.close();
    }
  }

  @Override
  protected FailureCounters open() {
    connection = RedisConnection.open(redis.address());
    connection.call(RedisAsyncCommands::flushall);
    return new RedisCounters(connection, RedisCountersTest::hmac, clockMillis::get);
  }

  @AfterEach
  void close() {
    connection.close();
  }

  private static byte[] hmac(byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
      return mac.doFinal(message);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void keysShowNoNameAndGoByThemselves() {
    waitOf(charge("alice"));

    List<String> keys = connection.call(commands -> commands.keys("*"));

    assertThat(keys).hasSize(1);
    assertThat(keys.getFirst()).matches("signet:\\{login}:kind:[0-9a-f]{32}");
    long lives = connection.call(commands -> commands.pttl(keys.getFirst()));
    assertThat(lives).isBetween(1L, Duration.ofMinutes(1).toMillis());
  }

  @Test
  void withoutAClockOfTheTestRedissOwnCounts() {
    FailureCounters counters = new RedisCounters(connection, RedisCountersTest::hmac);
    for (int i = 0; i < 10; i++) {
      counters.charge(List.of(charge("a")));
    }
    assertThat(counters.charge(List.of(charge("a"))).orElseThrow().duration())
        .isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
  }

  @Test
  void twoServersCountTogether() {
    try (RedisConnection other = RedisConnection.open(redis.address())) {
      FailureCounters there = new RedisCounters(other, RedisCountersTest::hmac, clockMillis::get);
      for (int i = 0; i < 2; i++) {
        assertThat(waitOf(charge("a"))).isZero();
        assertThat(there.charge(List.of(charge("a")))).isEmpty();
      }
      assertThat(waitOf(charge("a"))).isPositive();
      assertThat(there.charge(List.of(charge("a")))).isPresent();
    }
  }

  @Test
  void aFullRedisIsAnOutage() {
    // Space for what is there, and none for more.
    connection.call(commands -> commands.configSet("maxmemory", "1"));
    try {
      assertThatThrownBy(() -> waitOf(charge("a"))).isInstanceOf(OutageException.class);
    } finally {
      try (RedisConnection again = RedisConnection.open(redis.address())) {
        again.call(commands -> commands.configSet("maxmemory", "0"));
      }
    }
  }
}
