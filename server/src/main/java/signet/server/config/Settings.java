package signet.server.config;

import java.time.Duration;
import java.util.List;
import signet.jose.jwa.JwsAlgorithm;

/** Every key that the server's configuration knows, with its default and its bounds. */
final class Settings {
  static final String DEFAULT_DATA_FOLDER = "signet-data";

  static final Setting<String> ISSUER =
      new Setting<>(
          "issuer",
          "",
          "The issuer of tokens and the address of all endpoints; http://localhost:PORT if absent.",
          Parsers::issuer);
  static final Setting<String> HOST =
      new Setting<>("host", "127.0.0.1", "The address to listen on.", Parsers::host);
  static final Setting<Integer> PORT =
      new Setting<>(
          "port", "8420", "The port to listen on; 0 takes a free one.", Parsers.number(0, 65_535));
  static final Setting<String> DATA =
      new Setting<>(
          "data", DEFAULT_DATA_FOLDER, "The folder that holds the database.", Parsers::path);
  static final Setting<String> MASTER_KEY_FILE =
      new Setting<>(
          "master-key.file",
          "",
          "The file with the master key; DATA.key beside the data folder if absent.",
          Parsers::path);
  static final Setting<JwsAlgorithm> ACCESS_ALGORITHM =
      new Setting<>(
          "tokens.access.algorithm",
          "RS256",
          "The signature algorithm of access tokens.",
          Parsers::signatureAlgorithm);
  static final Setting<Duration> ACCESS_LIFETIME =
      new Setting<>(
          "tokens.access.lifetime",
          "15m",
          "How long an access token is valid.",
          Parsers.duration(Duration.ofSeconds(1), Duration.ofMinutes(60)));
  static final Setting<Integer> HASHING_MEMORY =
      new Setting<>(
          "password.hashing.memory",
          "19MiB",
          "The memory of one Argon2id computation.",
          Parsers.kibibytes(8, 1024 * 1024));
  static final Setting<Integer> HASHING_ITERATIONS =
      new Setting<>(
          "password.hashing.iterations",
          "2",
          "The passes of Argon2id over its memory.",
          Parsers.number(1, 100));
  static final Setting<Integer> HASHING_PARALLELISM =
      new Setting<>(
          "password.hashing.parallelism", "1", "The lanes of Argon2id.", Parsers.number(1, 16));
  static final Setting<Integer> HASHING_THREADS =
      new Setting<>(
          "password.hashing.threads",
          "0",
          "How many Argon2id computations run at once; 0 is one a processor.",
          Parsers.number(0, 256));
  static final Setting<Integer> HASHING_QUEUE =
      new Setting<>(
          "password.hashing.queue",
          "64",
          "How many logins may wait for Argon2id before more are answered 503.",
          Parsers.number(1, 100_000));
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
  static final Setting<List<String>> DEFAULT_CLIENT_AUDIENCES =
      new Setting<>(
          "clients.default.audiences",
          "",
          "What the built-in client may name as resource beside the issuer, the default first.",
          Parsers::audiences);
  static final Setting<List<String>> DEFAULT_CLIENT_SCOPES =
      new Setting<>(
          "clients.default.scopes", "", "What the built-in client may ask for.", Parsers::scopes);

  static final List<Setting<?>> ALL =
      List.of(
          ISSUER,
          HOST,
          PORT,
          DATA,
          MASTER_KEY_FILE,
          ACCESS_ALGORITHM,
          ACCESS_LIFETIME,
          HASHING_MEMORY,
          HASHING_ITERATIONS,
          HASHING_PARALLELISM,
          HASHING_THREADS,
          HASHING_QUEUE,
          REQUESTS_IN_FLIGHT,
          REQUEST_BODY,
          REQUEST_BODY_TIME,
          CONNECTIONS,
          SHUTDOWN_GRACE,
          DEFAULT_CLIENT_AUDIENCES,
          DEFAULT_CLIENT_SCOPES);

  private Settings() {}
}
