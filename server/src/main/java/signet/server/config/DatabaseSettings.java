package signet.server.config;

import java.time.Duration;
import java.util.List;
import signet.runtime.setting.SettingSyntax;

/** The keys of the configuration that are about the database and what is kept there. */
final class DatabaseSettings {
  static final Setting<String> URL =
      new Setting<>(
          "database.url",
          "",
          "A PostgreSQL database, postgresql://HOST:PORT/NAME; SQLite in the data folder if absent.",
          PostgresUrl::parse);
  static final Setting<String> USER =
      new Setting<>("database.user", "", "The role at PostgreSQL.", text -> text);
  static final Setting<String> PASSWORD =
      new Setting<>("database.password", "", "Its password.", text -> text);
  static final Setting<String> PASSWORD_FILE =
      new Setting<>(
          "database.password-file", "", "A file with its password on one line.", Parsers::path);
  static final Setting<Integer> CONNECTIONS =
      new Setting<>(
          "database.connections",
          "10",
          "How many connections to PostgreSQL a server opens at most.",
          Parsers.number(1, 1_000));
  static final Setting<Boolean> LISTEN =
      new Setting<>(
          "database.listen",
          "true",
          "Whether servers hear of revocations by LISTEN and NOTIFY of PostgreSQL; false where a"
              + " pooler in between does not pass them on.",
          SettingSyntax::flag);
  static final Setting<Duration> KEEP_ENDED =
      new Setting<>(
          "database.keep-ended",
          "400d",
          "For how long sessions and revocation entries stay after their end, for audits.",
          Parsers.duration(Duration.ofDays(1), Duration.ofDays(3650)));
  static final Setting<Duration> AUDIT_KEEP =
      new Setting<>(
          "audit.keep",
          "400d",
          "For how long the record of events is kept.",
          Parsers.duration(Duration.ofDays(1), Duration.ofDays(3650)));

  /** In the order of the reference. */
  static final List<Setting<?>> ALL =
      List.of(URL, USER, PASSWORD, PASSWORD_FILE, CONNECTIONS, LISTEN, KEEP_ENDED, AUDIT_KEEP);

  private DatabaseSettings() {}
}
