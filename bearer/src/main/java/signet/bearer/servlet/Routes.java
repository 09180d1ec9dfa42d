package signet.bearer.servlet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import signet.bearer.RoutePolicy;

/**
 * Which policy stands at which path. The most specific pattern counts, as for servlets: one path
 * before a folder, a deeper folder before a higher one. Immutable.
 */
final class Routes {
  static final String ANY_METHOD = "";

  private final List<Route> mostSpecificFirst;
  private final RoutePolicy otherwise;

  /**
   * A pattern with what is asked there by method; absent where nothing is, not even whether a token
   * is good.
   */
  private record Route(String pattern, Map<String, Optional<RoutePolicy>> policies) {
    boolean isFolder() {
      return pattern.endsWith("/*");
    }

    /** The pattern without its star: for {@code /*} nothing. */
    String stem() {
      return isFolder() ? pattern.substring(0, pattern.length() - 2) : pattern;
    }

    boolean matches(String path, boolean ignoreCase) {
      String stem = stem();
      if (!path.regionMatches(ignoreCase, 0, stem, 0, stem.length())) {
        return false;
      }
      int length = stem.length();
      return path.length() == length || (isFolder() && path.charAt(length) == '/');
    }
  }

  /** What stands at a place. */
  sealed interface Found {
    /** Something is asked there. */
    record Policy(RoutePolicy policy) implements Found {}

    /** Nothing is asked there. */
    record Open() implements Found {}

    /** There are routes, but none for this method. */
    record OtherMethods(List<String> methods) implements Found {}
  }

  private Routes(List<Route> mostSpecificFirst, RoutePolicy otherwise) {
    this.mostSpecificFirst = mostSpecificFirst;
    this.otherwise = otherwise;
  }

  /** Collects routes. */
  static final class Builder {
    /** By pattern, whatever its case. */
    private final Map<String, Route> routes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    void add(String method, String pattern, Optional<RoutePolicy> policy) {
      requirePattern(pattern);
      String verb = method.toUpperCase(Locale.ROOT);
      Route route = routes.computeIfAbsent(pattern, p -> new Route(p, new TreeMap<>()));
      boolean twice = route.policies().putIfAbsent(verb, policy) != null;
      if (twice || !route.pattern().equals(pattern)) {
        throw new IllegalArgumentException("two routes for " + (verb + " " + pattern).strip());
      }
    }

    private static void requirePattern(String pattern) {
      boolean folder = pattern.endsWith("/*");
      String path = folder ? pattern.substring(0, pattern.length() - 1) : pattern;
      if (path.contains("*") || path.contains("%") || !RequestPath.isPlain(path)) {
        throw new IllegalArgumentException(
            "a route is a plain path such as /orders, or a folder such as /orders/*: " + pattern);
      }
    }

    Routes build(RoutePolicy otherwise) {
      List<Route> sorted = new ArrayList<>(routes.values());
      sorted.sort(
          Comparator.comparing(Route::isFolder)
              .thenComparing(route -> -route.stem().length())
              .thenComparing(Route::pattern));
      return new Routes(List.copyOf(sorted), otherwise);
    }
  }

  /**
   * What stands there. Whether a framework takes {@code /Orders} or {@code /orders/} for {@code
   * /orders} is not known here: what restricts a place restricts those too, and what opens it opens
   * nothing but itself. Another spelling of what is free gets what the folder around it asks for.
   */
  Found find(String method, String path) {
    String trimmed =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    for (Route route : mostSpecificFirst) {
      if (route.matches(path, true) || route.matches(trimmed, true)) {
        Found found = found(route, method);
        if (route.matches(path, false) || restricts(found)) {
          return found;
        }
      }
    }
    return new Found.Policy(otherwise);
  }

  private static boolean restricts(Found found) {
    return found instanceof Found.Policy asked
        ? !asked.policy().isOptional()
        : found instanceof Found.OtherMethods;
  }

  private static Found found(Route route, String method) {
    Optional<RoutePolicy> policy = route.policies().get(method);
    if (policy == null) {
      policy = route.policies().get(ANY_METHOD);
    }
    if (policy == null) {
      // A method that was forgotten is refused, rather than left to whatever holds elsewhere.
      return new Found.OtherMethods(List.copyOf(route.policies().keySet()));
    }
    return policy.<Found>map(Found.Policy::new).orElse(new Found.Open());
  }
}
