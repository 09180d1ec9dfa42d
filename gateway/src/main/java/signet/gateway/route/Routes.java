package signet.gateway.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request: of those with its host and path the longest prefix decides, and
 * among equals the one that names the method, or else the one that names none. What matches none
 * has no route. Immutable.
 *
 * <p>Whether a service takes {@code /Admin} for {@code /admin} is not known here. So a prefix that
 * the path has in another case decides too: the request has no route, rather than a shorter one.
 */
public final class Routes {
  private static final Comparator<Route> MOST_SPECIFIC_FIRST =
      Comparator.<Route>comparingInt(route -> -route.pathPrefix().length())
          .thenComparing(route -> route.methods().isEmpty());

  private final List<Route> all;
  private final Map<String, Route[]> byHost;

  private Routes(List<Route> all, Map<String, Route[]> byHost) {
    this.all = all;
    this.byHost = byHost;
  }

  /**
   * Those routes.
   *
   * @throws IllegalArgumentException if two of them match the same requests, or would where nobody
   *     minds case; the message completes "routes must …"
   */
  public static Routes of(List<Route> routes) {
    Map<String, List<Route>> lists = new HashMap<>();
    for (Route route : routes) {
      for (Route other : routes) {
        requireApart(route, other);
      }
      route.hosts().forEach(host -> lists.computeIfAbsent(host, h -> new ArrayList<>()).add(route));
    }
    Map<String, Route[]> byHost = new HashMap<>();
    lists.forEach(
        (host, list) ->
            byHost.put(host, list.stream().sorted(MOST_SPECIFIC_FIRST).toArray(Route[]::new)));
    return new Routes(List.copyOf(routes), Map.copyOf(byHost));
  }

  private static void requireApart(Route route, Route other) {
    String both = route.name() + " and " + other.name();
    if (!other.name().equals(route.name()) && route.conflictsWith(other)) {
      throw new IllegalArgumentException(
          "differ in host, path or method: " + both + " match the same requests");
    }
    if (route.differsInCaseAloneFrom(other)) {
      throw new IllegalArgumentException(
          "have paths that differ in more than case: "
              + both
              + " are one to a service that does not mind it");
    }
  }

  /** All of them, in the order of the configuration. */
  public List<Route> all() {
    return all;
  }

  /**
   * The route of a request, or null.
   *
   * @param host the value of {@code Host} or {@code :authority}, with or without port
   * @param method {@link MethodName in upper case}
   * @param path {@link RequestTarget#routedPath() decoded}
   */
  public @Nullable Route find(String host, String method, String path) {
    Route[] candidates = byHost.get(host);
    if (candidates == null) {
      candidates = byHost.get(hostName(host));
      if (candidates == null) {
        return null;
      }
    }
    int decided = -1;
    for (Route route : candidates) {
      int prefix = route.pathPrefix().length();
      if (decided >= 0 && prefix < decided) {
        return null;
      }
      if (route.hasPathInSomeCase(path)) {
        if (route.isSpelledAs(path) && route.hasMethod(method)) {
          return route;
        }
        // What has no route here must not slip through a shorter, laxer one.
        decided = prefix;
      }
    }
    return null;
  }

  /** In lower case, without port and without a dot at the end. */
  static String hostName(String host) {
    int colon = host.lastIndexOf(':');
    String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
