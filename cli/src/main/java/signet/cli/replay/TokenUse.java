package signet.cli.replay;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From where each token was used. Remembers the most recently seen ones, so that memory has a
 * bound. For one thread.
 */
final class TokenUse {
  private static final int MOST_TOKENS = 200_000;
  private static final int MOST_PLACES = 4;

  private final Map<String, Places> byJti =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Places> eldest) {
          if (size() <= MOST_TOKENS) {
            return false;
          }
          forgot = true;
          return true;
        }
      };

  private boolean forgot;

  private static final class Places {
    private @Nullable String address;
    private @Nullable String agent;
    private @Nullable Set<String> addresses;
    private @Nullable Set<String> agents;
    private int uses;
  }

  /**
   * A token that came from several places.
   *
   * @param jti its name
   * @param uses how often it was seen
   * @param addresses the first few of them
   * @param agents the first few of them
   */
  record Shared(String jti, int uses, List<String> addresses, List<String> agents) {}

  /** Records a use. */
  void saw(String jti, @Nullable String address, @Nullable String agent) {
    Places places = byJti.computeIfAbsent(jti, j -> new Places());
    places.uses++;
    if (address != null && !address.equals(places.address)) {
      if (places.address == null) {
        places.address = address;
      } else {
        places.addresses = added(places.addresses, address);
      }
    }
    if (agent != null && !agent.equals(places.agent)) {
      if (places.agent == null) {
        places.agent = agent;
      } else {
        places.agents = added(places.agents, agent);
      }
    }
  }

  private static Set<String> added(@Nullable Set<String> others, String other) {
    Set<String> all = others == null ? new LinkedHashSet<>() : others;
    if (all.size() < MOST_PLACES) {
      all.add(other);
    }
    return all;
  }

  /** Whether some tokens were forgotten, so that {@link #shared} may lack some. */
  boolean hasForgotten() {
    return forgot;
  }

  /** Tokens that came from several addresses or agents, the most widespread first. */
  List<Shared> shared(int most) {
    return byJti.entrySet().stream()
        .filter(entry -> entry.getValue().addresses != null || entry.getValue().agents != null)
        .map(entry -> shared(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingInt(
                    (Shared shared) -> shared.addresses().size() + shared.agents().size())
                .thenComparingInt(Shared::uses)
                .reversed())
        .limit(most)
        .toList();
  }

  private static Shared shared(String jti, Places places) {
    return new Shared(
        jti, places.uses, all(places.address, places.addresses), all(places.agent, places.agents));
  }

  private static List<String> all(@Nullable String first, @Nullable Set<String> others) {
    Set<String> all = new LinkedHashSet<>();
    if (first != null) {
      all.add(first);
    }
    if (others != null) {
      all.addAll(others);
    }
    return List.copyOf(all);
  }
}
