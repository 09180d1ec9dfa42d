package signet.server.config;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Settings from one place.
 *
 * @param name the place, as an operator would call it
 * @param values texts by key
 * @param ordinal higher ones win
 */
record Source(String name, Map<String, String> values, int ordinal) implements ConfigSource {
  @Override
  public Set<String> getPropertyNames() {
    return values.keySet();
  }

  @Override
  public @Nullable String getValue(String key) {
    return values.get(key);
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public int getOrdinal() {
    return ordinal;
  }

  @Override
  public String toString() {
    return name;
  }
}
