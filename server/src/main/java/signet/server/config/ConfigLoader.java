package signet.server.config;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.runtime.setting.DidYouMean;
import signet.runtime.setting.YamlSyntax;
import signet.runtime.start.StartupException;

/**
 * Reads the configuration: flags win over the environment ({@code SIGNET_*}), which wins over YAML.
 *
 * <p>A key that is not known is an error in flags and YAML. In the environment it is ignored, since
 * others write there too (Kubernetes sets {@code SIGNET_SERVICE_HOST} for a service named signet),
 * with a warning where it looks misspelt. All errors are reported at once.
 */
public final class ConfigLoader {
  /** Read from the working folder where no file is named. */
  public static final Path DEFAULT_FILE = Path.of("signet.yaml");

  private static final Logger LOG = LoggerFactory.getLogger(ConfigLoader.class);
  private static final Pattern LIST_INDEX = Pattern.compile("\\[\\d+\\]");
  private static final String COMMAND_LINE = "the command line";
  private static final int FLAGS_ORDINAL = 300;
  private static final int ENVIRONMENT_ORDINAL = 200;
  private static final int FILE_ORDINAL = 100;

  private final List<String> problems = new ArrayList<>();

  private ConfigLoader() {}

  /**
   * The configuration made of all sources.
   *
   * @param file named by the operator and then required to exist; if empty, {@link #DEFAULT_FILE}
   *     is read where it exists
   * @param environment the process's variables
   * @param flags keys of the configuration, as YAML has them, set on the command line
   * @throws StartupException with every problem found
   */
  public static ServerConfig load(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
    return new ConfigLoader().read(file, environment, flags);
  }

  private ServerConfig read(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
    SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder();
    builder.withSources(
        new Source(COMMAND_LINE, known(flags, COMMAND_LINE), FLAGS_ORDINAL),
        new Source("the environment", fromEnvironment(environment), ENVIRONMENT_ORDINAL));
    yaml(file).ifPresent(builder::withSources);
    SmallRyeConfig config = builder.build();
    ServerConfig result = new ConfigReader(config, problems).read();
    if (!problems.isEmpty()) {
      throw StartupException.configuration(problems);
    }
    return result;
  }

  private Map<String, String> fromEnvironment(Map<String, String> environment) {
    Map<String, String> byName = new TreeMap<>();
    Settings.ALL.forEach(setting -> byName.put(setting.environmentName(), setting.name()));
    Settings.OF_ENVIRONMENT.forEach(setting -> byName.put(setting.name(), setting.name()));
    Map<String, String> values = new TreeMap<>();
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String key = byName.get(variable.getKey());
      if (key != null) {
        values.put(key, variable.getValue());
      } else if (Setting.looksLikeOurs(variable.getKey())) {
        warnOfMisspelling(variable.getKey(), byName.keySet());
      }
    }
    return values;
  }

  private static void warnOfMisspelling(String variable, Set<String> known) {
    DidYouMean.nearest(variable, known)
        .ifPresent(name -> LOG.warn("ignored the variable {}: did you mean {}?", variable, name));
  }

  private Optional<Source> yaml(Optional<Path> named) {
    Path file = named.orElse(DEFAULT_FILE);
    if (named.isEmpty() && !Files.exists(file)) {
      return Optional.empty();
    }
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw StartupException.configuration(
          "the configuration file "
              + file
              + " cannot be read: check that it exists and its permissions");
    }
    YamlSyntax.parse(file.toString(), text);
    YamlConfigSource source = new YamlConfigSource(file.toString(), text, FILE_ORDINAL);
    String name = file.toString();
    return Optional.of(new Source(name, known(source.getProperties(), name), FILE_ORDINAL));
  }

  /** The entries whose key is known; the others become problems. */
  private Map<String, String> known(Map<String, String> entries, String origin) {
    Set<String> names = Settings.ALL.stream().map(Setting::name).collect(Collectors.toSet());
    Map<String, String> known = new TreeMap<>();
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      // A key written with dots in one line comes in quotes; it means the same as a nested one.
      String path = entry.getKey().replace("\"", "");
      String key = LIST_INDEX.matcher(path).replaceAll("");
      if (Settings.isKnown(key)) {
        if (known.put(path, entry.getValue()) != null) {
          problems.add("the setting " + key + " stands twice in " + origin + ": remove one");
        }
      } else {
        String problem =
            "unknown setting "
                + key
                + " in "
                + origin
                + DidYouMean.setting(key, names)
                    .map(name -> ": did you mean " + name + "?")
                    .orElse(": remove it");
        // A list comes as a whole and by its elements.
        if (!problems.contains(problem)) {
          problems.add(problem);
        }
      }
    }
    return known;
  }
}
