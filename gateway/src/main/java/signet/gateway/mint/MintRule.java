package signet.gateway.mint;

import java.util.List;
import java.util.Optional;

/**
 * How a route wants its transaction tokens. Compared by identity where speed matters: there is one
 * a route. Immutable.
 *
 * @param route the route's name
 * @param scopes to which the access token's are cut; empty for all of them
 * @param claims of the access token that go into {@code tctx}, where it has them
 */
public record MintRule(String route, Optional<List<String>> scopes, List<String> claims) {
  /** Keeps copies of the lists. */
  public MintRule {
    scopes = scopes.map(List::copyOf);
    claims = List.copyOf(claims);
  }
}
