package signet.server.config;

import java.util.Locale;
import java.util.function.Function;

/**
 * One key of the configuration.
 *
 * @param name as it stands in YAML, dots for nesting
 * @param defaultText the value where none is given, written as an operator would
 * @param description one sentence for the reference
 * @param parser from text to value; throws {@link IllegalArgumentException} whose message completes
 *     "KEY must …"
 */
record Setting<T>(String name, String defaultText, String description, Function<String, T> parser) {

  private static final String ENVIRONMENT_PREFIX = "SIGNET_";

  /** The environment variable that sets this key: {@code SIGNET_TOKENS_ACCESS_LIFETIME}. */
  String environmentName() {
    return ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The same key, read by another parser. */
  Setting<T> with(Function<String, T> otherParser) {
    return new Setting<>(name, defaultText, description, otherParser);
  }

  static boolean looksLikeOurs(String environmentName) {
    return environmentName.startsWith(ENVIRONMENT_PREFIX);
  }
}
