package signet.server.config;

import java.util.List;

/** The keys of the configuration that are about hashing passwords. */
final class HashingSettings {
  static final Setting<Integer> MEMORY =
      new Setting<>(
          "password.hashing.memory",
          "19MiB",
          "The memory of one Argon2id computation.",
          Parsers.kibibytes(8, 1024 * 1024));
  static final Setting<Integer> ITERATIONS =
      new Setting<>(
          "password.hashing.iterations",
          "2",
          "The passes of Argon2id over its memory.",
          Parsers.number(1, 100));
  static final Setting<Integer> PARALLELISM =
      new Setting<>(
          "password.hashing.parallelism", "1", "The lanes of Argon2id.", Parsers.number(1, 16));
  static final Setting<Integer> THREADS =
      new Setting<>(
          "password.hashing.threads",
          "0",
          "How many Argon2id computations run at once; 0 is one a processor.",
          Parsers.number(0, 256));
  static final Setting<Integer> QUEUE =
      new Setting<>(
          "password.hashing.queue",
          "64",
          "How many logins may wait for Argon2id before more are answered 503.",
          Parsers.number(1, 100_000));

  /** In the order of the reference. */
  static final List<Setting<?>> ALL = List.of(MEMORY, ITERATIONS, PARALLELISM, THREADS, QUEUE);

  private HashingSettings() {}
}
