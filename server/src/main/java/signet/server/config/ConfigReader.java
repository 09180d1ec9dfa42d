package signet.server.config;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Turns texts into a {@link ServerConfig}, collecting what is wrong instead of stopping at it. */
final class ConfigReader {
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
        new ServerConfig.DefaultClient(
            value(Settings.DEFAULT_CLIENT_AUDIENCES), value(Settings.DEFAULT_CLIENT_SCOPES)));
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
    return new ServerConfig.Storage(data, masterKey);
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
