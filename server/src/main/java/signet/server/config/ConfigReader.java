package signet.server.config;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import signet.server.session.Channel;
import signet.server.session.RefreshRules;
import signet.server.session.RotationLimit;
import signet.server.session.SessionRules;

/** Turns texts into a {@link ServerConfig}, collecting what is wrong instead of stopping at it. */
final class ConfigReader {
  private static final Pattern LIST_INDEX = Pattern.compile("\\[\\d+\\]");

  private final SmallRyeConfig config;
  private final List<String> problems;

  ConfigReader(SmallRyeConfig config, List<String> problems) {
    this.config = config;
    this.problems = problems;
  }

  ServerConfig read() {
    return new ServerConfig(
        optional(Settings.ISSUER),
        new ServerConfig.Listen(value(Settings.HOST), value(Settings.PORT)),
        storage(),
        new ServerConfig.AccessTokens(
            value(Settings.ACCESS_ALGORITHM), value(Settings.ACCESS_LIFETIME)),
        passwordHashing(),
        new ServerConfig.Limits(
            value(Settings.REQUESTS_IN_FLIGHT),
            value(Settings.REQUEST_BODY) * 1024,
            value(Settings.REQUEST_BODY_TIME),
            value(Settings.CONNECTIONS),
            value(Settings.SHUTDOWN_GRACE)),
        sessions(),
        clients());
  }

  private SessionRules sessions() {
    Duration idle = value(Settings.SESSION_IDLE);
    Duration absolute = value(Settings.SESSION_ABSOLUTE);
    if (idle.compareTo(absolute) > 0) {
      problems.add("session.idle must not be longer than session.absolute");
    }
    return new SessionRules(
        idle,
        absolute,
        new RefreshRules(
            value(Settings.REPEAT_WINDOW),
            value(Settings.LOST_REPLY).equals("strict"),
            value(Settings.ON_ROLLBACK).equals("refuse")),
        new RotationLimit(value(Settings.ROTATIONS_PER_HOUR), value(Settings.ROTATION_BURST)));
  }

  private List<ServerConfig.ClientSettings> clients() {
    Set<String> ids = new TreeSet<>();
    for (String name : config.getPropertyNames()) {
      Settings.clientOf(LIST_INDEX.matcher(name).replaceAll("")).ifPresent(ids::add);
    }
    ids.remove(Settings.DEFAULT_CLIENT);
    List<ServerConfig.ClientSettings> clients = new ArrayList<>();
    clients.add(client(Settings.DEFAULT_CLIENT, Channel.BROWSER));
    ids.forEach(id -> clients.add(client(id, Channel.ofWord(value(Settings.clientChannel(id))))));
    return clients;
  }

  private ServerConfig.ClientSettings client(String id, Channel channel) {
    return new ServerConfig.ClientSettings(
        id,
        channel,
        value(Settings.clientAudiences(id)),
        value(Settings.clientScopes(id)),
        value(Settings.clientOrigins(id)));
  }

  private ServerConfig.Storage storage() {
    Path data = Path.of(value(Settings.DATA));
    Path masterKey =
        optional(Settings.MASTER_KEY_FILE).map(Path::of).orElseGet(() -> besideOf(data));
    // A backup or a theft of the folder must not take along the key that protects it.
    if (absolute(masterKey).startsWith(absolute(data))) {
      problems.add(
          "master-key.file must lie outside the data folder "
              + data
              + ": name a file elsewhere, such as "
              + besideOf(data));
    }
    return new ServerConfig.Storage(data, masterKey, postgres());
  }

  private Optional<ServerConfig.Postgres> postgres() {
    Optional<String> user = optional(Settings.DATABASE_USER);
    Optional<String> password = databasePassword();
    int connections = value(Settings.DATABASE_CONNECTIONS);
    return optional(Settings.DATABASE_URL)
        .map(url -> new ServerConfig.Postgres(url, user, password, connections));
  }

  private Optional<String> databasePassword() {
    Optional<String> direct = optional(Settings.DATABASE_PASSWORD);
    Optional<Path> file = optional(Settings.DATABASE_PASSWORD_FILE).map(Path::of);
    if (file.isEmpty()) {
      return direct;
    }
    if (direct.isPresent()) {
      problems.add("database.password and database.password-file are both set: remove one");
    }
    try {
      return Optional.of(Files.readString(file.get()).strip());
    } catch (IOException e) {
      problems.add(
          "database.password-file "
              + file.get()
              + " cannot be read: check that it exists and its permissions");
      return Optional.empty();
    }
  }

  private ServerConfig.PasswordHashing passwordHashing() {
    int threads = value(Settings.HASHING_THREADS);
    int memoryKib = value(Settings.HASHING_MEMORY);
    int parallelism = value(Settings.HASHING_PARALLELISM);
    // RFC 9106 §3.1: at least 8 KiB a lane.
    if (memoryKib < 8 * parallelism) {
      problems.add(
          "password.hashing.memory must be at least 8KiB times password.hashing.parallelism");
    }
    return new ServerConfig.PasswordHashing(
        memoryKib,
        value(Settings.HASHING_ITERATIONS),
        parallelism,
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
        value(Settings.HASHING_QUEUE));
  }

  private static Path besideOf(Path dataFolder) {
    Path normalized = dataFolder.normalize();
    boolean named = !normalized.endsWith("") && !normalized.endsWith("..");
    Path folder = named ? normalized : absolute(dataFolder);
    return folder.resolveSibling(folder.getFileName() + ".key");
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
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
