package signet.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.runtime.start.StartupException;

final class RedisSettingsTest {
  @Test
  void withoutAnAddressThereIsNoRedis() {
    assertThat(load(Map.of("redis.timeout", "1s")).redis()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "redis://cache, false, cache, 6379, 0",
    "redis://cache:6380/3, false, cache, 6380, 3",
    "rediss://cache.example.com/, true, cache.example.com, 6379, 0",
    "redis://[::1]:7000, false, ::1, 7000, 0",
  })
  void readsTheAddress(String text, boolean tls, String host, int port, int database) {
    ServerConfig.Redis redis = load(Map.of("redis.url", text)).redis().orElseThrow();
    assertThat(redis.url()).isEqualTo(new RedisUrl(tls, host, port, database));
    assertThat(redis.timeout()).isEqualTo(Duration.ofMillis(250));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://:hunter2@cache",
        "redis://cache?password=hunter2",
        "http://hunter2",
        "cache:6379/hunter2",
        "redis://",
      })
  void refusesOtherAddressesWithoutQuotingThem(String url) {
    assertThat(failure(Map.of("redis.url", url)))
        .hasMessageContaining("redis.url must")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void takesThePasswordFromAFileAndNeverShowsIt(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "hunter2\n");

    ServerConfig config =
        load(Map.of("redis.url", "redis://cache", "redis.password-file", file.toString()));

    assertThat(config.redis().orElseThrow().password()).contains("hunter2");
    assertThat(config.toString()).doesNotContain("hunter2");
  }

  @Test
  void refusesTwoPasswordsAndAUserWithoutOne() {
    assertThat(
            failure(
                Map.of(
                    "redis.url",
                    "redis://cache",
                    "redis.password",
                    "hunter2",
                    "redis.password-file",
                    "nowhere")))
        .hasMessageContaining("redis.password and redis.password-file are both set");
    assertThat(failure(Map.of("redis.url", "redis://cache", "redis.user", "signet")))
        .hasMessageContaining("redis.user needs a password");
  }

  private static ServerConfig load(Map<String, String> flags) {
    return ConfigLoader.load(Optional.empty(), Map.of(), flags);
  }

  private static StartupException failure(Map<String, String> flags) {
    return catchThrowableOfType(StartupException.class, () -> load(flags));
  }
}
