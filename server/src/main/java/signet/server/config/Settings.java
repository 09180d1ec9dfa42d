package signet.server.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import signet.jose.jwa.JwsAlgorithm;
import signet.runtime.address.AddressRange;
import signet.runtime.setting.SettingSyntax;
import signet.server.client.ClientSettings;
import signet.server.client.LifetimeCaps;
import signet.server.key.EnvironmentMasterKey;
import signet.server.key.MasterKeySource;

/** Every key that the server's configuration knows, with its default and its bounds. */
final class Settings {
  static final String DEFAULT_DATA_FOLDER = "signet-data";
  static final String DEFAULT_CLIENT = "default";

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
  static final Setting<String> TLS_CERTIFICATE =
      new Setting<>(
          "tls.certificate",
          "",
          "A PEM file with the server's certificate and those above it; read again when it changes.",
          Parsers::path);
  static final Setting<String> TLS_KEY =
      new Setting<>(
          "tls.key", "", "The PEM file with the certificate's private key.", Parsers::path);
  static final Setting<String> MANAGEMENT_HOST =
      new Setting<>(
          "management.host",
          "127.0.0.1",
          "The address to listen on for metrics and health.",
          Parsers::host);
  static final Setting<Integer> MANAGEMENT_PORT =
      new Setting<>(
          "management.port",
          "8430",
          "The port to listen on for metrics and health; 0 takes a free one.",
          Parsers.number(0, 65_535));
  static final Setting<String> DATA =
      new Setting<>(
          "data", DEFAULT_DATA_FOLDER, "The folder that holds the database.", Parsers::path);
  static final Setting<String> MASTER_KEY_FILE =
      new Setting<>(
          "master-key.file",
          "",
          "The file with the master key; DATA.key beside the data folder if absent.",
          Parsers::path);
  static final Setting<List<String>> MASTER_KEY_OTHERS =
      new Setting<>(
          "master-key.others",
          "",
          "Files with other master keys that are opened too, while one takes the place of another.",
          Parsers::paths);
  static final Setting<String> VAULT_PATH =
      new Setting<>(
          "master-key.vault.path",
          "",
          "The secret in Vault (KV version 2) that holds the master key, such as secret/signet.",
          Parsers::vaultPath);
  static final Setting<String> VAULT_FIELD =
      new Setting<>(
          "master-key.vault.field", "master-key", "Its field.", Parsers.plain("master-key"));
  static final Setting<URI> VAULT_ADDRESS =
      new Setting<>(
          "master-key.vault.address",
          "",
          "Vault's address, https unless on loopback; VAULT_ADDR if absent.",
          Parsers::vaultAddress);
  static final Setting<String> VAULT_TOKEN_FILE =
      new Setting<>(
          "master-key.vault.token-file",
          "",
          "The file with the token for Vault; VAULT_TOKEN if absent.",
          Parsers::path);

  static final Setting<String> PKCS11_LIBRARY =
      new Setting<>(
          "keys.pkcs11.library",
          "",
          "The library of a PKCS#11 token (HSM) in which signing keys are made and stay.",
          Parsers::path);
  static final Setting<String> PKCS11_TOKEN =
      new Setting<>("keys.pkcs11.token", "", "The label of the token.", Parsers::tokenLabel);
  static final Setting<String> PKCS11_PIN_FILE =
      new Setting<>(
          "keys.pkcs11.pin-file",
          "",
          "A file of mode 0600 with its PIN on one line; SIGNET_PKCS11_PIN if absent.",
          Parsers::path);

  /** In the environment alone, for what must not stand in files or on command lines. */
  static final Setting<MasterKeySource> MASTER_KEY =
      new Setting<>(
          "SIGNET_MASTER_KEY", "", "", text -> new EnvironmentMasterKey("SIGNET_MASTER_KEY", text));

  static final Setting<URI> VAULT_ADDR = new Setting<>("VAULT_ADDR", "", "", Parsers::vaultAddress);
  static final Setting<String> VAULT_TOKEN = new Setting<>("VAULT_TOKEN", "", "", text -> text);
  static final Setting<String> VAULT_NAMESPACE =
      new Setting<>("VAULT_NAMESPACE", "", "", Parsers.plain("team"));
  static final Setting<String> PKCS11_PIN =
      new Setting<>("SIGNET_PKCS11_PIN", "", "", text -> text);
  static final List<Setting<?>> OF_ENVIRONMENT =
      List.of(MASTER_KEY, PKCS11_PIN, VAULT_ADDR, VAULT_TOKEN, VAULT_NAMESPACE);

  static final Setting<String> DATABASE_URL =
      new Setting<>(
          "database.url",
          "",
          "A PostgreSQL database, postgresql://HOST:PORT/NAME; SQLite in the data folder if absent.",
          PostgresUrl::parse);
  static final Setting<String> DATABASE_USER =
      new Setting<>("database.user", "", "The role at PostgreSQL.", text -> text);
  static final Setting<String> DATABASE_PASSWORD =
      new Setting<>("database.password", "", "Its password.", text -> text);
  static final Setting<String> DATABASE_PASSWORD_FILE =
      new Setting<>(
          "database.password-file", "", "A file with its password on one line.", Parsers::path);
  static final Setting<Integer> DATABASE_CONNECTIONS =
      new Setting<>(
          "database.connections",
          "10",
          "How many connections to PostgreSQL a server opens at most.",
          Parsers.number(1, 1_000));
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
          Parsers.duration(Duration.ofSeconds(1), LifetimeCaps.UNSAFE.access()));
  static final Setting<Duration> KEY_ROTATION =
      new Setting<>(
          "keys.rotation",
          "30d",
          "How long a key signs before the next one does; 7d if absent for HS256.",
          Parsers.duration(Duration.ofSeconds(1), Duration.ofDays(400)));
  static final Setting<String> EDDSA_NAME =
      new Setting<>(
          "keys.eddsa-name",
          "Ed25519",
          "What keys made from now on for Ed25519, and their tokens, call it: Ed25519 (RFC 9864), or"
              + " EdDSA for verifiers that know no other name.",
          Parsers.word("Ed25519", "EdDSA"));

  static final Setting<Duration> KEY_SET_MAX_AGE =
      new Setting<>(
          "keys.max-age",
          "5m",
          "For how long verifiers may keep the published keys (Cache-Control).",
          Parsers.duration(Duration.ofSeconds(1), Duration.ofHours(1)));
  static final Setting<Duration> KEY_MARGIN =
      new Setting<>(
          "keys.margin",
          "2m",
          "How much longer than that a new key is published before it signs.",
          Parsers.duration(Duration.ZERO, Duration.ofDays(7)));
  static final Setting<Duration> KEY_LEASE =
      new Setting<>(
          "keys.lease",
          "10s",
          "For how long a server that shares its database signs without hearing from it.",
          Parsers.duration(Duration.ofSeconds(1), Duration.ofMinutes(5)));
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
  static final Setting<Boolean> DATABASE_LISTEN =
      new Setting<>(
          "database.listen",
          "true",
          "Whether servers hear of revocations by LISTEN and NOTIFY of PostgreSQL; false where a"
              + " pooler in between does not pass them on.",
          SettingSyntax::flag);
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
  static final Setting<Duration> REPEAT_WINDOW =
      new Setting<>(
          "session.repeat-window",
          "15s",
          "How long a used refresh token may come again (tabs, retries); 0s rotates at every use.",
          Parsers.duration(Duration.ZERO, Duration.ofMinutes(5)));
  static final Setting<Duration> SESSION_IDLE =
      new Setting<>(
          "session.idle",
          "7d",
          "Ends a session that is not refreshed for so long.",
          Parsers.duration(Duration.ofSeconds(1), LifetimeCaps.UNSAFE.session()));
  static final Setting<Duration> SESSION_ABSOLUTE =
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
  static final Setting<List<AddressRange>> PROXIES =
      new Setting<>(
          "proxies.trusted",
          "",
          "The addresses of proxies in front, such as 10.0.0.0/8; they say who the client is.",
          Parsers::addressRanges);
  static final Setting<String> PROXIES_HEADER =
      new Setting<>(
          "proxies.header",
          "X-Forwarded-For",
          "The header in which they say it: X-Forwarded-For or Forwarded (RFC 7239).",
          Parsers.word("X-Forwarded-For", "Forwarded"));
  static final Setting<Boolean> PROOF_NONCES =
      new Setting<>(
          "dpop.nonces",
          "false",
          "Whether proofs of possession need a nonce of this server (RFC 9449, section 8).",
          SettingSyntax::flag);
  static final Setting<URI> GUIDE =
      new Setting<>(
          "guide",
          "",
          "A page that explains reasons, such as the debugging guide: challenges name its sections.",
          SettingSyntax::guide);
  static final Setting<Boolean> SIGNUP =
      new Setting<>(
          "signup.enabled",
          "false",
          "Whether people may make accounts at /session/signup.",
          SettingSyntax::flag);
  static final Setting<List<String>> SIGNUP_ROLES =
      new Setting<>("signup.roles", "", "The roles of who made an account there.", Parsers::roles);

  static final List<Setting<?>> ALL =
      List.of(
          ISSUER,
          HOST,
          PORT,
          TLS_CERTIFICATE,
          TLS_KEY,
          MANAGEMENT_HOST,
          MANAGEMENT_PORT,
          DATA,
          MASTER_KEY_FILE,
          MASTER_KEY_OTHERS,
          VAULT_PATH,
          VAULT_FIELD,
          VAULT_ADDRESS,
          VAULT_TOKEN_FILE,
          PKCS11_LIBRARY,
          PKCS11_TOKEN,
          PKCS11_PIN_FILE,
          DATABASE_URL,
          DATABASE_USER,
          DATABASE_PASSWORD,
          DATABASE_PASSWORD_FILE,
          DATABASE_CONNECTIONS,
          DATABASE_LISTEN,
          KEEP_ENDED,
          AUDIT_KEEP,
          RedisSettings.URL,
          RedisSettings.USER,
          RedisSettings.PASSWORD,
          RedisSettings.PASSWORD_FILE,
          RedisSettings.CERTIFICATE,
          RedisSettings.TIMEOUT,
          ACCESS_ALGORITHM,
          ACCESS_LIFETIME,
          KEY_ROTATION,
          EDDSA_NAME,
          KEY_SET_MAX_AGE,
          KEY_MARGIN,
          KEY_LEASE,
          HashingSettings.MEMORY,
          HashingSettings.ITERATIONS,
          HashingSettings.PARALLELISM,
          HashingSettings.THREADS,
          HashingSettings.QUEUE,
          REQUESTS_IN_FLIGHT,
          REQUEST_BODY,
          REQUEST_BODY_TIME,
          CONNECTIONS,
          SHUTDOWN_GRACE,
          REPEAT_WINDOW,
          SESSION_IDLE,
          SESSION_ABSOLUTE,
          LOST_REPLY,
          ON_ROLLBACK,
          ROTATIONS_PER_HOUR,
          ROTATION_BURST,
          UNSAFE_LIFETIMES,
          FAILURES_HERE,
          FAILURES_OF_ACCOUNT,
          FAILURES_OF_ADDRESS,
          PROXIES,
          PROXIES_HEADER,
          PROOF_NONCES,
          GUIDE,
          SIGNUP,
          SIGNUP_ROLES,
          ofDefaultClient(
              ClientSettings.AUDIENCES,
              "What the client may name as resource beside the issuer, the default first.",
              SettingSyntax::audiences),
          ofDefaultClient(
              ClientSettings.SCOPES, "What the client may ask for.", SettingSyntax::scopes),
          ofDefaultClient(
              ClientSettings.ORIGINS,
              "From which origins browsers may call for the client, beside the issuer's own.",
              SettingSyntax::origins));

  private static final Pattern CLIENT = Pattern.compile("clients\\.([a-z0-9_-]+)\\.(.+)");

  private Settings() {}

  /** Whether there is such a key, be it one of {@link #ALL} or of a client of any name. */
  static boolean isKnown(String name) {
    Matcher client = CLIENT.matcher(name);
    if (!client.matches()) {
      return ALL.stream().anyMatch(setting -> setting.name().equals(name));
    }
    String key = client.group(2);
    return ClientSettings.isName(client.group(1))
        && ClientSettings.isKnown(key)
        && !(client.group(1).equals(DEFAULT_CLIENT) && ClientSettings.OWN.contains(key));
  }

  /** The client that a key is about. */
  static Optional<String> clientOf(String name) {
    Matcher client = CLIENT.matcher(name);
    return client.matches() ? Optional.of(client.group(1)) : Optional.empty();
  }

  /** The key of a setting of a client. */
  static String clientKey(String id, String key) {
    return "clients." + id + "." + key;
  }

  private static Setting<List<String>> ofDefaultClient(
      String key, String description, Function<String, List<String>> parser) {
    return new Setting<>(clientKey(DEFAULT_CLIENT, key), "", description, parser);
  }
}
