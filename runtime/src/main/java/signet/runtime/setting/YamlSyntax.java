package signet.runtime.setting;

import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import signet.runtime.start.StartupException;

/** Reads a configuration file's YAML, and refuses what YAML libraries let pass. */
public final class YamlSyntax {
  private YamlSyntax() {}

  /**
   * The settings of a file: strings, numbers, booleans, lists, maps and null. Empty where the file
   * is.
   *
   * @param file its name, for errors
   * @throws StartupException if it is not YAML, not a map, or a key stands twice in it
   */
  public static Map<?, ?> parse(String file, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      Object document = new Yaml(new SafeConstructor(options)).load(text);
      if (document == null) {
        return Map.of();
      }
      if (document instanceof Map<?, ?> settings) {
        return settings;
      }
      throw StartupException.configuration(
          "the configuration file " + file + " must be a YAML map of settings");
    } catch (MarkedYAMLException e) {
      // The library's message quotes the file, which may hold secrets, so only the place.
      throw StartupException.configuration(
          "the configuration file "
              + file
              + " is not valid YAML"
              + (e.getProblemMark() == null ? "" : place(text, e.getProblemMark().getLine())));
    } catch (YAMLException e) {
      throw StartupException.configuration("the configuration file " + file + " is not valid YAML");
    }
  }

  private static String place(String text, int lineIndex) {
    boolean tabs =
        text.lines()
            .skip(lineIndex)
            .findFirst()
            .filter(
                line ->
                    line.substring(0, line.length() - line.stripLeading().length()).contains("\t"))
            .isPresent();
    return " (line " + (lineIndex + 1) + ")" + (tabs ? ": indent with spaces, not with tabs" : "");
  }
}
