package signet.server.config;

import java.time.Duration;
import java.util.List;
import signet.runtime.setting.SettingSyntax;
import signet.server.client.LifetimeCaps;

/** The keys of the configuration that are about sessions and how long tokens may live. */
final class SessionSettings {
  static final Setting<Duration> REPEAT_WINDOW =
      new Setting<>(
          "session.repeat-window",
          "15s",
          "How long a used refresh token may come again (tabs, retries); 0s rotates at every use.",
          Parsers.duration(Duration.ZERO, Duration.ofMinutes(5)));
  static final Setting<Duration> IDLE =
      new Setting<>(
          "session.idle",
          "7d",
          "Ends a session that is not refreshed for so long.",
          Parsers.duration(Duration.ofSeconds(1), LifetimeCaps.UNSAFE.session()));
  static final Setting<Duration> ABSOLUTE =
      new Setting<>(
          "session.absolute",
          "30d",
          "Ends a session in any case.",
          Parsers.duration(Duration.ofSeconds(1), LifetimeCaps.UNSAFE.session()));
  static final Setting<String> LOST_REPLY =
      new Setting<>(
          "session.lost-reply",
          "continue",
          "What the parent of the latest refresh token means after the window: continue or strict.",
          Parsers.word("continue", "strict"));
  static final Setting<String> ON_ROLLBACK =
      new Setting<>(
          "session.on-rollback",
          "follow",
          "What a refresh token newer than the database means: follow it, or refuse.",
          Parsers.word("follow", "refuse"));
  static final Setting<Integer> ROTATIONS_PER_HOUR =
      new Setting<>(
          "session.rotations-per-hour",
          "60",
          "How often a session may rotate in an hour; 0 means no limit.",
          Parsers.number(0, 1_000_000));
  static final Setting<Integer> ROTATION_BURST =
      new Setting<>(
          "session.rotation-burst",
          "20",
          "How often a session may rotate at once.",
          Parsers.number(1, 1_000_000));
  static final Setting<Boolean> UNSAFE_LIFETIMES =
      new Setting<>(
          "tokens.unsafe-long-lifetimes",
          "false",
          "Lets access tokens live 24h and sessions 400d at most, instead of 60m and 90d.",
          SettingSyntax::flag);

  /** In the order of the reference. */
  static final List<Setting<?>> ALL =
      List.of(
          REPEAT_WINDOW,
          IDLE,
          ABSOLUTE,
          LOST_REPLY,
          ON_ROLLBACK,
          ROTATIONS_PER_HOUR,
          ROTATION_BURST,
          UNSAFE_LIFETIMES);

  private SessionSettings() {}
}
