package signet.gateway.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import signet.runtime.setting.DidYouMean;

/**
 * A map of settings in the file, asked for key by key. What is wrong goes to a list of problems,
 * with its path; at the end, keys that nobody asked for are problems too. Used by one thread.
 */
final class Section {
  private final Map<?, ?> values;
  private final String path;
  private final List<String> problems;
  private final Set<String> asked = new LinkedHashSet<>();

  Section(Map<?, ?> values, String path, List<String> problems) {
    this.values = values;
    this.path = path;
    this.problems = problems;
  }

  /** The path of a key, such as {@code routes[2].policy}. */
  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  void problem(String key, String mustBe) {
    problems.add(path(key) + " must " + mustBe);
  }

  /** Notes a problem of the section as a whole. */
  void problem(String line) {
    problems.add((path.isEmpty() ? "" : path + " ") + line);
  }

  boolean has(String key) {
    asked.add(key);
    return values.get(key) != null;
  }

  private @Nullable Object value(String key) {
    asked.add(key);
    return values.get(key);
  }

  /** A single value, read by what says what it must be. */
  <T> Optional<T> optional(String key, Function<String, T> parser) {
    Object value = value(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Map || value instanceof List) {
      problem(key, "be a single value");
      return Optional.empty();
    }
    return parsed(key, String.valueOf(value), parser);
  }

  /** As {@link #optional}, with what holds where nothing is said, or where it is wrong. */
  <T> T value(String key, Function<String, T> parser, T otherwise) {
    return optional(key, parser).orElse(otherwise);
  }

  /** As {@link #optional}; it is a problem where nothing is said. */
  <T> Optional<T> required(String key, Function<String, T> parser, String hint) {
    if (!has(key)) {
      problem(key, "be set: " + hint);
      return Optional.empty();
    }
    return optional(key, parser);
  }

  private <T> Optional<T> parsed(String key, String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException e) {
      problem(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** A list of single values; one alone counts as a list of one. */
  <T> List<T> list(String key, Function<String, T> parser) {
    Object value = value(key);
    List<?> items =
        value == null ? List.of() : value instanceof List<?> many ? many : List.of(value);
    List<T> read = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Object item = items.get(i);
      String place = value instanceof List ? key + "[" + i + "]" : key;
      if (item == null || item instanceof Map || item instanceof List) {
        problem(place, "be a single value");
      } else {
        parsed(place, String.valueOf(item), parser).ifPresent(read::add);
      }
    }
    return read;
  }

  /** A map below this one; empty where nothing is said. */
  Section section(String key) {
    Object value = value(key);
    if (value != null && !(value instanceof Map)) {
      problem(key, "be a map of settings");
    }
    return new Section(value instanceof Map<?, ?> map ? map : Map.of(), path(key), problems);
  }

  /** Maps below this one, in a list. */
  List<Section> sections(String key) {
    Object value = value(key);
    List<Section> sections = new ArrayList<>();
    if (value instanceof List<?> items) {
      for (int i = 0; i < items.size(); i++) {
        String place = key + "[" + i + "]";
        if (items.get(i) instanceof Map<?, ?> map) {
          sections.add(new Section(map, path(place), problems));
        } else {
          problem(place, "be a map of settings");
        }
      }
    } else if (value != null) {
      problem(key, "be a list");
    }
    return sections;
  }

  /** The names in this map, for maps whose names the operator chooses. */
  List<String> names() {
    return values.keySet().stream().map(String::valueOf).toList();
  }

  /** Notes every key that nobody asked for. */
  void refuseOthers() {
    for (Object key : values.keySet()) {
      String name = String.valueOf(key);
      if (!asked.contains(name)) {
        problems.add(
            "unknown setting "
                + path(name)
                + DidYouMean.setting(name, asked)
                    .map(known -> ": did you mean " + path(known) + "?")
                    .orElse(": remove it"));
      }
    }
  }
}
