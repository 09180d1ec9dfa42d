package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.server.admin.Administration;
import signet.server.redis.TestRedis;

/** Two servers on PostgreSQL without LISTEN, which tell each other and others through Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class RedisFeedIT {
  @TempDir static Path folder;
  private TestRedis redis;
  private RunningServer one;
  private RunningServer two;
  private String alice;

  @BeforeAll
  void start() throws Exception {
    redis = TestRedis.start();
    List<String> settings = new ArrayList<>(List.of(new SharedDatabase(folder).settings()));
    settings.addAll(
        List.of(
            "database.listen", "false",
            "redis.url", "redis://localhost:" + redis.port(),
            "redis.timeout", "2s"));
    one = RunningServer.start(folder.resolve("one"), settings.toArray(String[]::new));
    two = RunningServer.start(folder.resolve("two"), settings.toArray(String[]::new));
    alice = one.addUser("alice");
  }

  @AfterAll
  void stop() {
    one.close();
    two.close();
    redis.close();
  }

  private static void soon(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
  }

  private String get(String key) {
    try (RedisClient client = RedisClient.create("redis://localhost:" + redis.port())) {
      RedisCommands<String, String> commands = client.connect().sync();
      return commands.get(key);
    }
  }

  private void flush() {
    try (RedisClient client = RedisClient.create("redis://localhost:" + redis.port())) {
      client.connect().sync().flushall();
    }
  }

  private String login() throws Exception {
    return new JsonObject(one.login("alice", RunningServer.PASSWORD).body())
        .getString("session_id");
  }

  private void revoke(RunningServer server, String sid) {
    try (Administration administration = LocalAdministration.open(server.config())) {
      administration.sessions().revoke(sid);
    }
  }

  @Test
  void whatEndsIsLookedUpInRedisWhateverBecomesOfRedis() throws Exception {
    String first = login();
    revoke(one, first);
    soon(() -> assertThat(get("revoked:sid:" + first)).isEqualTo("1"));
    String position = get("revoked:position");

    // Emptied.
    flush();
    soon(() -> assertThat(get("revoked:sid:" + first)).isEqualTo("1"));

    // Killed, and back with nothing.
    redis.close();
    String second = login();
    revoke(two, second);
    redis = TestRedis.startOn(redis.port());
    soon(() -> assertThat(get("revoked:sid:" + first)).isEqualTo("1"));
    soon(() -> assertThat(get("revoked:sid:" + second)).isEqualTo("1"));
    soon(() -> assertThat(get("revoked:position")).isNotNull().isNotEqualTo(position));

    // Another epoch takes nothing back.
    try (Administration administration = LocalAdministration.open(one.config())) {
      String third = login();
      administration.users().setEnabled(alice, false);
      administration.users().setEnabled(alice, true);
      administration.sessions().fence();
      soon(() -> assertThat(get("revoked:sid:" + third)).isEqualTo("1"));
    }
    String epoch = position.substring(0, position.indexOf(':'));
    soon(() -> assertThat(get("revoked:position")).doesNotStartWith(epoch));
    soon(() -> assertThat(get("revoked:sid:" + second)).isEqualTo("1"));
    soon(() -> assertThat(Long.parseLong(get("revoked:sub:" + alice))).isPositive());
  }
}
