package signet.server.config;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import signet.jose.jwa.JwsAlgorithm;
import signet.server.client.Client;
import signet.server.client.ClientSettings;
import signet.server.client.LifetimeCaps;
import signet.server.key.KeyRules;
import signet.server.session.RefreshRules;
import signet.server.session.RotationLimit;
import signet.server.session.SessionRules;

/** Turns texts into a {@link ServerConfig}, collecting what is wrong instead of stopping at it. */
final class ConfigReader {
  private static final Pattern LIST_INDEX = Pattern.compile("\\[\\d+\\]");
  private static final Set<String> KEY_FILES =
      Set.of(ClientSettings.KEYS, ClientSettings.ENCRYPTION_KEY);

  private final SmallRyeConfig config;
  private final List<String> problems;

  ConfigReader(SmallRyeConfig config, List<String> problems) {
    this.config = config;
    this.problems = problems;
  }

  ServerConfig read() {
    ServerConfig.AccessTokens accessTokens = accessTokens();
    List<Client> clients = clients();
    refuseSeveralServices(accessTokens.algorithm(), clients);
    return new ServerConfig(
        optional(Settings.ISSUER),
        new ServerConfig.Listen(value(Settings.HOST), value(Settings.PORT), tls()),
        new ServerConfig.Management(
            value(Settings.MANAGEMENT_HOST), value(Settings.MANAGEMENT_PORT)),
        storage(accessTokens.algorithm()),
        accessTokens,
        keys(accessTokens.algorithm()),
        passwordHashing(),
        new ServerConfig.Limits(
            value(LimitSettings.REQUESTS_IN_FLIGHT),
            value(LimitSettings.REQUEST_BODY) * 1024,
            value(LimitSettings.REQUEST_BODY_TIME),
            value(LimitSettings.CONNECTIONS),
            value(LimitSettings.SHUTDOWN_GRACE)),
        sessions(),
        redis(),
        new ServerConfig.LoginLimits(
            value(LoginSettings.FAILURES_HERE),
            value(LoginSettings.FAILURES_OF_ACCOUNT),
            value(LoginSettings.FAILURES_OF_ADDRESS)),
        new ServerConfig.Proxies(value(Settings.PROXIES), value(Settings.PROXIES_HEADER)),
        value(Settings.PROOF_NONCES),
        optional(Settings.GUIDE),
        new ServerConfig.SignUp(value(Settings.SIGNUP), value(Settings.SIGNUP_ROLES)),
        clients);
  }

  private LifetimeCaps caps() {
    return value(SessionSettings.UNSAFE_LIFETIMES) ? LifetimeCaps.UNSAFE : LifetimeCaps.USUAL;
  }

  private ServerConfig.AccessTokens accessTokens() {
    return new ServerConfig.AccessTokens(
        value(KeySettings.ACCESS_ALGORITHM),
        capped(KeySettings.ACCESS_LIFETIME, caps().access()),
        caps());
  }

  private KeyRules keys(JwsAlgorithm algorithm) {
    return new KeyRules(
        algorithm,
        optional(KeySettings.ROTATION).orElse(usualRotation(algorithm)),
        value(KeySettings.MAX_AGE),
        value(KeySettings.MARGIN),
        KeyRules.SKEW,
        value(KeySettings.LEASE));
  }

  /** A secret lies at services too, so it is changed more often. */
  private static Duration usualRotation(JwsAlgorithm algorithm) {
    return Duration.ofDays(algorithm.isSymmetric() ? 7 : 30);
  }

  /** Whoever verifies with a shared secret can make tokens for everybody else who does. */
  private void refuseSeveralServices(JwsAlgorithm algorithm, List<Client> clients) {
    long services =
        clients.stream().flatMap(client -> client.audiences().stream()).distinct().count();
    if (algorithm.isSymmetric() && services > 1) {
      problems.add(
          "tokens.access.algorithm is HS256, which is for a single service, and clients have "
              + services
              + " audiences: take RS256 or ES256");
    }
  }

  private Duration capped(Setting<Duration> setting, Duration cap) {
    return value(setting.with(Parsers.duration(Duration.ofSeconds(1), cap)));
  }

  private Optional<ServerConfig.Tls> tls() {
    Optional<Path> certificate = optional(Settings.TLS_CERTIFICATE).map(Path::of);
    Optional<Path> key = optional(Settings.TLS_KEY).map(Path::of);
    if (certificate.isPresent() != key.isPresent()) {
      problems.add("tls.certificate and tls.key must be set together");
    }
    return certificate.isPresent() && key.isPresent()
        ? Optional.of(new ServerConfig.Tls(certificate.get(), key.get()))
        : Optional.empty();
  }

  private SessionRules sessions() {
    Duration idle = capped(SessionSettings.IDLE, caps().session());
    Duration absolute = capped(SessionSettings.ABSOLUTE, caps().session());
    if (idle.compareTo(absolute) > 0) {
      problems.add("session.idle must not be longer than session.absolute");
    }
    return new SessionRules(
        idle,
        absolute,
        new RefreshRules(
            value(SessionSettings.REPEAT_WINDOW),
            value(SessionSettings.LOST_REPLY).equals("strict"),
            value(SessionSettings.ON_ROLLBACK).equals("refuse")),
        new RotationLimit(
            value(SessionSettings.ROTATIONS_PER_HOUR), value(SessionSettings.ROTATION_BURST)));
  }

  private List<Client> clients() {
    Map<String, Map<String, String>> byId = new TreeMap<>();
    byId.put(ConfiguredClients.DEFAULT, new TreeMap<>());
    for (String name : config.getPropertyNames()) {
      String key = LIST_INDEX.matcher(name).replaceAll("");
      ConfiguredClients.clientOf(key)
          .ifPresent(id -> byId.computeIfAbsent(id, i -> new TreeMap<>()).putAll(setting(id, key)));
    }
    List<Client> clients = new ArrayList<>();
    clients.add(client(ConfiguredClients.DEFAULT, byId.remove(ConfiguredClients.DEFAULT)));
    byId.forEach((id, texts) -> clients.add(client(id, texts)));
    return clients;
  }

  /** Name and text of one setting of a client; of a key the text is what its file holds. */
  private Map<String, String> setting(String id, String name) {
    String text = config.getConfigValue(name).getValue();
    if (text == null || text.isBlank()) {
      return Map.of();
    }
    String key = name.substring(ConfiguredClients.key(id, "").length());
    return KEY_FILES.contains(key) ? file(name, key, text.strip()) : Map.of(key, text.strip());
  }

  private Map<String, String> file(String name, String key, String path) {
    try {
      return Map.of(key, Files.readString(Path.of(path)));
    } catch (IOException | InvalidPathException e) {
      problems.add(
          name + " must name a file that can be read: check that it exists and its permissions");
      return Map.of();
    }
  }

  private Client client(String id, @Nullable Map<String, String> texts) {
    return ClientSettings.read(
        id,
        texts == null ? Map.of() : texts,
        caps(),
        (key, must) ->
            problems.add(
                "%s must %s (set in %s)"
                    .formatted(
                        ConfiguredClients.key(id, key),
                        must,
                        config
                            .getConfigValue(ConfiguredClients.key(id, key))
                            .getConfigSourceName())));
  }

  private ServerConfig.Storage storage(JwsAlgorithm algorithm) {
    Path data = Path.of(value(Settings.DATA));
    Optional<ServerConfig.Postgres> postgres = postgres();
    MasterKeyReader masterKeys = new MasterKeyReader(this::optional, problems, data);
    return new ServerConfig.Storage(
        data,
        masterKeys.current(postgres.isPresent()),
        masterKeys.others(),
        new Pkcs11Reader(this::optional, problems).read(algorithm),
        value(KeySettings.EDDSA_NAME).equals("EdDSA"),
        postgres,
        value(DatabaseSettings.KEEP_ENDED),
        value(DatabaseSettings.AUDIT_KEEP));
  }

  private Optional<ServerConfig.Postgres> postgres() {
    Optional<String> user = optional(DatabaseSettings.USER);
    Optional<String> password = password(DatabaseSettings.PASSWORD, DatabaseSettings.PASSWORD_FILE);
    int connections = value(DatabaseSettings.CONNECTIONS);
    return optional(DatabaseSettings.URL)
        .map(
            url ->
                new ServerConfig.Postgres(
                    url, user, password, connections, value(DatabaseSettings.LISTEN)));
  }

  private Optional<ServerConfig.Redis> redis() {
    Optional<String> user = optional(RedisSettings.USER);
    Optional<String> password = password(RedisSettings.PASSWORD, RedisSettings.PASSWORD_FILE);
    if (user.isPresent() && password.isEmpty()) {
      problems.add("redis.user needs a password: set redis.password-file");
    }
    Optional<Path> certificate = optional(RedisSettings.CERTIFICATE).map(Path::of);
    Duration timeout = value(RedisSettings.TIMEOUT);
    return optional(RedisSettings.URL)
        .map(url -> new ServerConfig.Redis(url, user, password, certificate, timeout));
  }

  /** A password that stands in one setting, or in the file that another names. */
  private Optional<String> password(Setting<String> password, Setting<String> passwordFile) {
    Optional<String> direct = optional(password);
    Optional<Path> file = optional(passwordFile).map(Path::of);
    if (file.isEmpty()) {
      return direct;
    }
    if (direct.isPresent()) {
      problems.add(password.name() + " and " + passwordFile.name() + " are both set: remove one");
    }
    try {
      return Optional.of(Files.readString(file.get()).strip());
    } catch (IOException e) {
      problems.add(
          passwordFile.name()
              + " "
              + file.get()
              + " cannot be read: check that it exists and its permissions");
      return Optional.empty();
    }
  }

  private ServerConfig.PasswordHashing passwordHashing() {
    int threads = value(HashingSettings.THREADS);
    int memoryKib = value(HashingSettings.MEMORY);
    int parallelism = value(HashingSettings.PARALLELISM);
    // RFC 9106 §3.1: at least 8 KiB a lane.
    if (memoryKib < 8 * parallelism) {
      problems.add(
          "password.hashing.memory must be at least 8KiB times password.hashing.parallelism");
    }
    return new ServerConfig.PasswordHashing(
        memoryKib,
        value(HashingSettings.ITERATIONS),
        parallelism,
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
        value(HashingSettings.QUEUE));
  }

  private <T> T value(Setting<T> setting) {
    return optional(setting).orElseGet(() -> setting.parser().apply(setting.defaultText()));
  }

  /** Empty where nothing is given, or what is given is wrong and has been noted as a problem. */
  private <T> Optional<T> optional(Setting<T> setting) {
    ConfigValue given = config.getConfigValue(setting.name());
    String text = given.getValue();
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(setting.parser().apply(text.strip()));
    } catch (IllegalArgumentException e) {
      problems.add(
          "%s must %s (set in %s)"
              .formatted(setting.name(), e.getMessage(), given.getConfigSourceName()));
      return Optional.empty();
    }
  }
}
