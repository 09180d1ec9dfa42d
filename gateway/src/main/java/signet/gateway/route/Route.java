package signet.gateway.route;

import java.time.Duration;
import java.util.Set;
import signet.bearer.RoutePolicy;
import signet.gateway.mint.MintRule;

/**
 * One entry of the routes: which requests, what is asked of them, and where they go. Immutable; one
 * instance for as long as the configuration is in use.
 *
 * @param name unique, for logs and metrics
 * @param hosts in lower case and without port, as {@code Host} names them
 * @param pathPrefix begins with a slash and ends before one, or is the slash alone
 * @param methods in upper case; empty for all
 * @param access whether a token is needed
 * @param audience whom tokens must be meant for
 * @param policy what is asked of a token
 * @param upstream the name of where it goes
 * @param propagation how the service is told who asks
 * @param mintRule how transaction tokens are made for it
 * @param forwardAuthorization whether the service sees {@code Authorization} and {@code DPoP}
 * @param maxBodyBytes a longer request body is answered with 413
 * @param firstByte how long the beginning of an answer may take
 * @param idle how long nothing may move in either direction
 */
public record Route(
    String name,
    Set<String> hosts,
    String pathPrefix,
    Set<String> methods,
    Access access,
    String audience,
    RoutePolicy policy,
    String upstream,
    Propagation propagation,
    MintRule mintRule,
    boolean forwardAuthorization,
    long maxBodyBytes,
    Duration firstByte,
    Duration idle) {
  /** Keeps copies of the sets. */
  public Route {
    hosts = Set.copyOf(hosts);
    methods = Set.copyOf(methods);
  }

  /**
   * Whether the path is the prefix or lies below it, be its letters in another case; a segment is
   * never cut in two.
   */
  boolean hasPathInSomeCase(String path) {
    int end = pathPrefix.length();
    return path.regionMatches(true, 0, pathPrefix, 0, end)
        && (end == 1 || path.length() == end || path.charAt(end) == '/');
  }

  /** Whether a path that it has in some case has the prefix as it is written. */
  boolean isSpelledAs(String path) {
    return path.startsWith(pathPrefix);
  }

  boolean hasMethod(String method) {
    return methods.isEmpty() || methods.contains(method);
  }

  /** Whether some request would match both, and neither be the more specific one. */
  boolean conflictsWith(Route other) {
    boolean sameMethod =
        methods.isEmpty()
            ? other.methods.isEmpty()
            : methods.stream().anyMatch(other.methods::contains);
    return sharesHostWith(other) && sameMethod && pathPrefix.equals(other.pathPrefix);
  }

  /** Whether a service that does not mind case would take a path of one for that of the other. */
  boolean differsInCaseAloneFrom(Route other) {
    return sharesHostWith(other)
        && !pathPrefix.equals(other.pathPrefix)
        && pathPrefix.equalsIgnoreCase(other.pathPrefix);
  }

  private boolean sharesHostWith(Route other) {
    return hosts.stream().anyMatch(other.hosts::contains);
  }
}
