package signet.server.config;

import java.util.List;

/** The keys of the configuration that limit logins. */
final class LoginSettings {
  static final Setting<Integer> FAILURES_HERE =
      new Setting<>(
          "login.limits.here",
          "5",
          "How many wrong passwords for one account from one address are free of delay.",
          Parsers.number(1, 1_000_000));
  static final Setting<Integer> FAILURES_OF_ACCOUNT =
      new Setting<>(
          "login.limits.account",
          "50",
          "How many wrong passwords for one account from everywhere are free of delay.",
          Parsers.number(1, 1_000_000));
  static final Setting<Integer> FAILURES_OF_ADDRESS =
      new Setting<>(
          "login.limits.address",
          "100",
          "How many wrong passwords from one address for all accounts are free of delay.",
          Parsers.number(1, 1_000_000));

  /** In the order of the reference. */
  static final List<Setting<?>> ALL =
      List.of(FAILURES_HERE, FAILURES_OF_ACCOUNT, FAILURES_OF_ADDRESS);

  private LoginSettings() {}
}
