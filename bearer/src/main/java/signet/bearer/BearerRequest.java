package signet.bearer;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What of a request bears on its authentication: the values of its {@code Authorization} header,
 * and what the place it goes to requires. Nothing else is looked at, so a token in a query or a
 * body has no effect (RFC 6750 §5.3). Immutable.
 */
public final class BearerRequest {
  private final List<String> authorization;
  private final Set<String> requiredScopes;

  private BearerRequest(List<String> authorization, Set<String> requiredScopes) {
    this.authorization = authorization;
    this.requiredScopes = requiredScopes;
  }

  /**
   * A request that requires a valid token and no scope.
   *
   * @param authorization every value of the header, one for each line in which it stood; empty
   *     where it did not
   */
  public static BearerRequest of(Collection<String> authorization) {
    return new BearerRequest(List.copyOf(authorization), Set.of());
  }

  /** The same request, to a place that requires all of these scopes too. */
  public BearerRequest requiringScope(String... scopes) {
    Set<String> all = new LinkedHashSet<>(requiredScopes);
    for (String scope : scopes) {
      // RFC 6749 §3.3: a scope token has no space, quote or backslash, so a challenge can quote it.
      if (scope.isEmpty() || !scope.chars().allMatch(BearerRequest::isScopeCharacter)) {
        throw new IllegalArgumentException("not a scope (RFC 6749 §3.3): " + scope);
      }
      all.add(scope);
    }
    return new BearerRequest(authorization, all);
  }

  private static boolean isScopeCharacter(int c) {
    return c > 0x20 && c < 0x7f && c != '"' && c != '\\';
  }

  List<String> authorization() {
    return authorization;
  }

  Set<String> requiredScopes() {
    return requiredScopes;
  }
}
