package signet.server.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import signet.server.outage.OutageException;
import signet.testkit.tls.SelfSigned;

@Timeout(60)
final class RedisConnectionTest {
  private static final String PASSWORD = "hunter2 of redis";

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void readLog() {
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void leaveLog() {
    logger().detachAppender(log);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(RedisConnection.class);
  }

  private static String ping(RedisConnection connection) {
    return connection.call(RedisAsyncCommands::ping);
  }

  private static RedisAddress address(
      TestRedis redis, boolean tls, Optional<String> password, Optional<Path> certificate) {
    return new RedisAddress(
        tls,
        "localhost",
        redis.port(),
        0,
        Optional.empty(),
        password,
        certificate,
        Duration.ofSeconds(2));
  }

  @Test
  void comesBackWhereRedisWasAwayAndWarnsOnce() throws Exception {
    TestRedis first = TestRedis.start();
    try (RedisConnection connection = RedisConnection.open(first.address())) {
      assertThat(ping(connection)).isEqualTo("PONG");

      first.close();
      await().until(() -> !connection.isUsable());
      assertThatThrownBy(() -> ping(connection)).isInstanceOf(OutageException.class);
      await().until(() -> log.list.size() == 1);

      try (TestRedis second = TestRedis.startOn(first.port())) {
        await().until(connection::isUsable);
        assertThat(ping(connection)).isEqualTo("PONG");
        assertThat(second.port()).isEqualTo(first.port());
      }
      assertThat(log.list).hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void connectsToARedisThatStartsLater() throws Exception {
    TestRedis first = TestRedis.start();
    first.close();
    try (RedisConnection connection = RedisConnection.open(first.address())) {
      assertThat(connection.isUsable()).isFalse();
      try (TestRedis later = TestRedis.startOn(first.port())) {
        await().until(connection::isUsable);
        assertThat(later.port()).isEqualTo(first.port());
      }
    }
  }

  @Test
  void leavesAConnectionThatIsSilent() throws Exception {
    try (TestRedis redis = TestRedis.start();
        RedisConnection connection =
            RedisConnection.open(address(redis, false, Optional.empty(), Optional.empty()))) {
      redis.hold(true);
      assertThatThrownBy(() -> ping(connection)).isInstanceOf(OutageException.class);
      // From now on nobody waits for it.
      assertThat(connection.isUsable()).isFalse();

      redis.hold(false);
      await().until(connection::isUsable);
      assertThat(ping(connection)).isEqualTo("PONG");
    }
  }

  @Test
  void comesInWithThePasswordAndNeverShowsIt() throws Exception {
    try (TestRedis redis = TestRedis.start("--requirepass", PASSWORD)) {
      RedisAddress right = address(redis, false, Optional.of(PASSWORD), Optional.empty());
      RedisAddress wrong = address(redis, false, Optional.of(PASSWORD + " no"), Optional.empty());
      try (RedisConnection in = RedisConnection.open(right);
          RedisConnection out = RedisConnection.open(wrong)) {
        assertThat(ping(in)).isEqualTo("PONG");
        assertThat(out.isUsable()).isFalse();
      }
      assertThat(right.toString()).doesNotContain("hunter2");
      assertThat(messages())
          .singleElement()
          .asString()
          .contains("WRONGPASS")
          .doesNotContain("hunter2");
    }
  }

  private List<String> messages() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void checksTheCertificate(@TempDir Path folder) throws Exception {
    Path certificate = folder.resolve("redis.crt");
    Path key = folder.resolve("redis.key");
    SelfSigned.make(certificate, key, Assumptions::abort);
    Path another = folder.resolve("another.crt");
    SelfSigned.make(another, folder.resolve("another.key"), Assumptions::abort);
    try (TestRedis redis =
        TestRedis.start(
            "--tls-cert-file",
            certificate.toString(),
            "--tls-key-file",
            key.toString(),
            "--tls-auth-clients",
            "no")) {
      try (RedisConnection trusting =
              RedisConnection.open(
                  address(redis, true, Optional.empty(), Optional.of(certificate)));
          RedisConnection wary =
              RedisConnection.open(address(redis, true, Optional.empty(), Optional.of(another)));
          RedisConnection plain =
              RedisConnection.open(address(redis, false, Optional.empty(), Optional.empty()))) {
        assertThat(ping(trusting)).isEqualTo("PONG");
        assertThat(wary.isUsable()).isFalse();
        assertThat(plain.isUsable()).isFalse();
      }
    }
  }

  @Test
  void whoSubscribedHearsOfWhatIsPublishedAndOfWhatMayHaveBeenMissed() throws Exception {
    AtomicInteger heard = new AtomicInteger();
    TestRedis redis = TestRedis.start();
    int port = redis.port();
    try (RedisConnection one = RedisConnection.open(redis.address());
        RedisConnection two = RedisConnection.open(redis.address())) {
      two.subscribe("channel", heard::incrementAndGet);
      await().atMost(Duration.ofSeconds(30)).until(() -> heard.get() == 1);
      for (int i = 2; i < 5; i++) {
        int times = i;
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> {
                  if (heard.get() < times) {
                    one.publish("channel");
                  }
                  return heard.get() >= times;
                });
      }
      one.publish("another channel");

      redis.close();
      one.publish("channel");
      int before = heard.get();
      redis = TestRedis.startOn(port);
      await().atMost(Duration.ofSeconds(30)).until(() -> heard.get() > before);
    } finally {
      redis.close();
    }
  }
}
