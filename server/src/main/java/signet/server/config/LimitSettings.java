package signet.server.config;

import java.time.Duration;
import java.util.List;

/** The keys of the configuration that bound what the server takes on. */
final class LimitSettings {
  static final Setting<Integer> REQUESTS_IN_FLIGHT =
      new Setting<>(
          "limits.requests-in-flight",
          "1024",
          "How many requests are worked on at once before more are answered 503.",
          Parsers.number(1, 1_000_000));
  static final Setting<Integer> REQUEST_BODY =
      new Setting<>(
          "limits.request-body", "64KiB", "The largest request body.", Parsers.kibibytes(1, 1024));
  static final Setting<Duration> REQUEST_BODY_TIME =
      new Setting<>(
          "limits.request-body-time",
          "15s",
          "How long a request body may take to arrive.",
          Parsers.duration(Duration.ofMillis(100), Duration.ofMinutes(10)));
  static final Setting<Integer> CONNECTIONS =
      new Setting<>(
          "limits.connections",
          "10000",
          "How many connections may be open at once; more are closed at once.",
          Parsers.number(1, 1_000_000));
  static final Setting<Duration> SHUTDOWN_GRACE =
      new Setting<>(
          "limits.shutdown-grace",
          "10s",
          "How long a stop waits for requests in flight.",
          Parsers.duration(Duration.ZERO, Duration.ofMinutes(10)));

  /** In the order of the reference. */
  static final List<Setting<?>> ALL =
      List.of(REQUESTS_IN_FLIGHT, REQUEST_BODY, REQUEST_BODY_TIME, CONNECTIONS, SHUTDOWN_GRACE);

  private LimitSettings() {}
}
