package signet.server.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import signet.server.outage.OutageException;
import signet.server.revocation.FeedReader.Head;
import signet.server.revocation.FeedReader.Page;
import signet.server.revocation.FeedReader.Placed;
import signet.server.revocation.RevocationEntry;

@Timeout(60)
final class RedisProjectionTest {
  private static TestRedis redis;
  private RedisConnection connection;
  private RedisProjection projection;
  private final long now = System.currentTimeMillis();

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

  @BeforeEach
  void open() {
    connection = RedisConnection.open(redis.address());
    connection.call(RedisAsyncCommands::flushall);
    projection = new RedisProjection(connection);
  }

  @AfterEach
  void close() {
    connection.close();
  }

  private static Optional<Head> at(long seq) {
    return Optional.of(new Head("e", seq));
  }

  private boolean add(Optional<Head> before, long upTo, Placed... entries) {
    return projection.add(before, new Page(List.of(entries), upTo), new Head("e", upTo));
  }

  private Placed placed(RevocationEntry entry, long endsInSeconds) {
    long ends =
        entry.kind() == RevocationEntry.Kind.KEY ? Long.MAX_VALUE : now + endsInSeconds * 1000;
    return new Placed(1, entry, ends);
  }

  private String get(String key) {
    return connection.call(commands -> commands.get(key));
  }

  private long secondsLeft(String key) {
    return connection.call(commands -> commands.ttl(key));
  }

  @Test
  void writesWhatIsRevokedWithItsEnd() {
    assertThat(projection.position()).isEmpty();
    assertThat(
            add(
                Optional.empty(),
                4,
                placed(RevocationEntry.token("j"), 1000),
                placed(RevocationEntry.session("s"), 1000),
                placed(RevocationEntry.subject("u", 7), 1000),
                placed(RevocationEntry.key("k"), 0)))
        .isTrue();

    assertThat(projection.position()).isEqualTo(at(4));
    assertThat(get("revoked:jti:j")).isEqualTo("1");
    assertThat(get("revoked:sid:s")).isEqualTo("1");
    assertThat(get("revoked:sub:u")).isEqualTo("7");
    assertThat(get("revoked:key:k")).isEqualTo("1");
    assertThat(secondsLeft("revoked:sid:s")).isBetween(900L, 1001L);
    assertThat(secondsLeft("revoked:key:k")).isEqualTo(-1);
  }

  @Test
  void neitherAVersionNorAnEndGoesBack() {
    add(Optional.empty(), 1, placed(RevocationEntry.subject("u", 7), 1000));
    add(at(1), 2, placed(RevocationEntry.subject("u", 6), 500));
    assertThat(get("revoked:sub:u")).isEqualTo("7");
    assertThat(secondsLeft("revoked:sub:u")).isGreaterThan(900);
    add(at(2), 3, placed(RevocationEntry.subject("u", 10), 500));
    assertThat(get("revoked:sub:u")).isEqualTo("10");
    assertThat(secondsLeft("revoked:sub:u")).isGreaterThan(900);
    add(at(3), 4, placed(RevocationEntry.subject("u", 9), 5000));
    assertThat(get("revoked:sub:u")).isEqualTo("10");
    assertThat(secondsLeft("revoked:sub:u")).isGreaterThan(4000);
  }

  @Test
  void whatHasEndedIsNotWritten() {
    assertThat(add(Optional.empty(), 1, placed(RevocationEntry.token("j"), -1))).isTrue();
    assertThat(get("revoked:jti:j")).isNull();
  }

  @Test
  void ofTwoServersOneMovesThePositionAndBothAddWhatTheyRead() {
    add(Optional.empty(), 1);
    assertThat(add(at(1), 3, placed(RevocationEntry.token("a"), 1000))).isTrue();
    assertThat(add(at(1), 2, placed(RevocationEntry.token("b"), 1000))).isFalse();
    assertThat(projection.position()).isEqualTo(at(3));
    assertThat(get("revoked:jti:b")).isEqualTo("1");
  }

  @Test
  void aPositionThatNobodyWroteCountsAsNone() {
    connection.call(commands -> commands.set(RedisProjection.POSITION, "nonsense"));
    assertThat(projection.position()).isEmpty();
    assertThat(add(Optional.empty(), 1)).isTrue();
  }

  @Test
  void aRedisThatIsFullRefusesAndThePositionStays() throws Exception {
    try (TestRedis full = TestRedis.start("--maxmemory", "1", "--maxmemory-policy", "noeviction");
        RedisConnection there = RedisConnection.open(full.address())) {
      RedisProjection filling = new RedisProjection(there);
      assertThatThrownBy(
              () ->
                  filling.add(
                      Optional.empty(),
                      new Page(List.of(placed(RevocationEntry.token("j"), 1000)), 1),
                      new Head("e", 1)))
          .isInstanceOf(OutageException.class);
      await()
          .atMost(Duration.ofSeconds(30))
          // It connects again first.
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(filling.position()).isEmpty());
    }
  }
}
