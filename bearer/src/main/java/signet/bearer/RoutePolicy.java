package signet.bearer;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one place of an application asks of a token, beyond that it holds. Immutable: each method
 * answers with a changed copy.
 *
 * <pre>{@code
 * RoutePolicy policy =
 *     RoutePolicy.token().allScopes("orders:write").anyRole("clerk", "manager").maxAge(FIVE_MINUTES);
 * }</pre>
 *
 * <p>The verifier's own checks come first, whatever a policy says; then age, freshness of
 * revocations, scopes, roles.
 */
public final class RoutePolicy {
  private static final RoutePolicy TOKEN =
      new RoutePolicy(false, Set.of(), Set.of(), Set.of(), Set.of(), null, false, false);

  private final boolean optional;
  private final Set<String> allScopes;
  private final Set<String> anyScope;
  private final Set<String> allRoles;
  private final Set<String> anyRole;
  private final @Nullable Duration maxAge;
  private final boolean freshRevocations;
  private final boolean liveRoles;

  private RoutePolicy(
      boolean optional,
      Set<String> allScopes,
      Set<String> anyScope,
      Set<String> allRoles,
      Set<String> anyRole,
      @Nullable Duration maxAge,
      boolean freshRevocations,
      boolean liveRoles) {
    this.optional = optional;
    this.allScopes = allScopes;
    this.anyScope = anyScope;
    this.allRoles = allRoles;
    this.anyRole = anyRole;
    this.maxAge = maxAge;
    this.freshRevocations = freshRevocations;
    this.liveRoles = liveRoles;
  }

  /** Asks for a token that holds, and nothing more. */
  public static RoutePolicy token() {
    return TOKEN;
  }

  /**
   * Lets a request without a token pass as {@link Anonymous}. One that has a token is judged by it:
   * a bad one is refused as everywhere.
   */
  public RoutePolicy optional() {
    return new RoutePolicy(
        true, allScopes, anyScope, allRoles, anyRole, maxAge, freshRevocations, liveRoles);
  }

  /** Asks for all of these scopes, besides those asked for before. */
  public RoutePolicy allScopes(String... scopes) {
    Set<String> all = with(allScopes, scopes);
    all.forEach(RoutePolicy::requireScope);
    return new RoutePolicy(
        optional, all, anyScope, allRoles, anyRole, maxAge, freshRevocations, liveRoles);
  }

  /** Asks for one of these scopes at least; replaces those given here before. */
  public RoutePolicy anyScope(String... scopes) {
    Set<String> any = with(Set.of(), scopes);
    any.forEach(RoutePolicy::requireScope);
    return new RoutePolicy(
        optional, allScopes, any, allRoles, anyRole, maxAge, freshRevocations, liveRoles);
  }

  /** Asks for all of these roles, besides those asked for before. */
  public RoutePolicy allRoles(String... roles) {
    Set<String> all = with(allRoles, roles);
    return new RoutePolicy(
        optional, allScopes, anyScope, all, anyRole, maxAge, freshRevocations, liveRoles);
  }

  /** Asks for one of these roles at least; replaces those given here before. */
  public RoutePolicy anyRole(String... roles) {
    Set<String> any = with(Set.of(), roles);
    return new RoutePolicy(
        optional, allScopes, anyScope, allRoles, any, maxAge, freshRevocations, liveRoles);
  }

  /** The longest time since {@code iat}, in whole seconds; an older token is {@code too_old}. */
  public RoutePolicy maxAge(Duration age) {
    if (age.toSeconds() < 1) {
      throw new IllegalArgumentException("a maximum age is one second at least");
    }
    return new RoutePolicy(
        optional, allScopes, anyScope, allRoles, anyRole, age, freshRevocations, liveRoles);
  }

  /**
   * Answers 503 while revocations are stale, where the verifier would go on accepting. Needs {@link
   * BearerAuthenticator.Builder#freshness}.
   */
  public RoutePolicy freshRevocations() {
    return new RoutePolicy(
        optional, allScopes, anyScope, allRoles, anyRole, maxAge, true, liveRoles);
  }

  /**
   * Takes roles from their source instead of from the token. Needs {@link
   * BearerAuthenticator.Builder#liveRoles}.
   */
  public RoutePolicy liveRoles() {
    return new RoutePolicy(
        optional, allScopes, anyScope, allRoles, anyRole, maxAge, freshRevocations, true);
  }

  private static Set<String> with(Set<String> some, String... more) {
    if (more.length == 0) {
      // An empty list would let everybody pass.
      throw new IllegalArgumentException("say which");
    }
    Set<String> all = new LinkedHashSet<>(some);
    for (String word : more) {
      if (word.isEmpty()) {
        throw new IllegalArgumentException("a scope or role is not empty");
      }
      all.add(word);
    }
    return all;
  }

  private static void requireScope(String scope) {
    // RFC 6749 §3.3: a scope token has no space, quote or backslash, so a challenge can quote it.
    if (!scope.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '"' && c != '\\')) {
      throw new IllegalArgumentException("not a scope (RFC 6749 §3.3): " + scope);
    }
  }

  /** Whether a request without a token may pass. */
  public boolean isOptional() {
    return optional;
  }

  boolean isMetByScopes(Collection<String> scopes) {
    return scopes.containsAll(allScopes) && hasAny(scopes, anyScope);
  }

  boolean isMetByRoles(Collection<String> roles) {
    return roles.containsAll(allRoles) && hasAny(roles, anyRole);
  }

  private static boolean hasAny(Collection<String> some, Set<String> wanted) {
    return wanted.isEmpty() || wanted.stream().anyMatch(some::contains);
  }

  /** A scope with which nothing is lacking: all that are asked for, and the alternatives. */
  Set<String> namedScopes() {
    Set<String> named = new LinkedHashSet<>(allScopes);
    named.addAll(anyScope);
    return named;
  }

  Optional<Duration> maximumAge() {
    return Optional.ofNullable(maxAge);
  }

  boolean needsFreshRevocations() {
    return freshRevocations;
  }

  boolean needsLiveRoles() {
    return liveRoles;
  }

  @Override
  public String toString() {
    return "RoutePolicy"
        + (optional ? "[optional" : "[token")
        + ", scopes "
        + allScopes
        + " and any of "
        + anyScope
        + ", roles "
        + allRoles
        + " and any of "
        + anyRole
        + maximumAge().map(age -> ", at most " + age + " old").orElse("")
        + (freshRevocations ? ", fresh revocations" : "")
        + (liveRoles ? ", live roles" : "")
        + "]";
  }
}
