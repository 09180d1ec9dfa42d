package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.server.redis.TestRedis;

/** Two servers that count failed logins in one Redis. */
@Timeout(120)
final class SharedLimitsIT {
  private static final String PASSWORD = RunningServer.PASSWORD;
  private static final String USABLE = "signet_redis_up 1.0";

  @TempDir private Path folder;
  private TestRedis redis;
  private RunningServer one;
  private RunningServer two;

  @BeforeEach
  void start() throws Exception {
    redis = TestRedis.start();
    String[] database = new SharedDatabase(folder).settings();
    String[] limits = {
      "redis.url", "redis://localhost:" + redis.port(),
      "redis.timeout", "2s",
      "login.limits.here", "5",
    };
    String[] settings =
        Stream.concat(Arrays.stream(database), Arrays.stream(limits)).toArray(String[]::new);
    one = RunningServer.start(folder.resolve("one"), settings);
    two = RunningServer.start(folder.resolve("two"), settings);
    one.addUser("alice");
    one.addUser("bob");
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    redis.close();
  }

  private static int guess(RunningServer server) throws Exception {
    return server.login("alice", "wrong password").statusCode();
  }

  private static String metrics(RunningServer server) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(server.server().managementUrl() + "/metrics"))
                  .build(),
              BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void guessesAtTwoServersCountTogether() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(guess(one)).isEqualTo(400);
      assertThat(guess(two)).isEqualTo(400);
    }
    assertThat(guess(one)).isEqualTo(429);
    assertThat(two.login("alice", PASSWORD).statusCode()).isEqualTo(429);
    assertThat(two.login("bob", PASSWORD).statusCode()).isEqualTo(200);
    assertThat(metrics(one)).contains(USABLE);
  }

  @Test
  void withoutRedisEachServerCountsByItselfUntilItIsBack() throws Exception {
    assertThat(one.login("bob", PASSWORD).statusCode()).isEqualTo(200);

    redis.close();

    assertThat(one.login("bob", PASSWORD).statusCode()).isEqualTo(200);
    for (int i = 0; i < 6; i++) {
      assertThat(guess(one)).isEqualTo(400);
    }
    assertThat(guess(one)).isEqualTo(429);
    assertThat(guess(two)).isEqualTo(400);
    assertThat(metrics(one))
        .contains("signet_redis_up 0.0")
        .contains("signet_login_counted_alone_total");

    redis = TestRedis.startOn(redis.port());
    await().until(() -> metrics(one).contains(USABLE) && metrics(two).contains(USABLE));
    guessesAtTwoServersCountTogether();
  }
}
