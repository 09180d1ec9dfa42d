package signet.server.config;

import java.time.Duration;
import java.util.List;

/** The keys of the configuration that are about Redis. */
final class RedisSettings {
  static final Setting<RedisUrl> URL =
      new Setting<>(
          "redis.url",
          "",
          "A Redis that servers share, redis://HOST:PORT, or rediss:// for TLS; none if absent.",
          RedisUrl::parse);
  static final Setting<String> USER =
      new Setting<>("redis.user", "", "The user at Redis.", text -> text);
  static final Setting<String> PASSWORD =
      new Setting<>("redis.password", "", "The password there.", text -> text);
  static final Setting<String> PASSWORD_FILE =
      new Setting<>(
          "redis.password-file", "", "A file with that password on one line.", Parsers::path);
  static final Setting<String> CERTIFICATE =
      new Setting<>(
          "redis.certificate",
          "",
          "A PEM file with the certificates that Redis's own may be signed by; the JDK's if absent.",
          Parsers::path);
  static final Setting<Duration> TIMEOUT =
      new Setting<>(
          "redis.timeout",
          "250ms",
          "How long Redis may take to answer before a server goes on without it.",
          Parsers.duration(Duration.ofMillis(10), Duration.ofSeconds(5)));

  /** In the order of the reference. */
  static final List<Setting<?>> ALL =
      List.of(URL, USER, PASSWORD, PASSWORD_FILE, CERTIFICATE, TIMEOUT);

  private RedisSettings() {}
}
