package signet.bearer.servlet;

import java.security.Principal;
import java.util.List;
import signet.jose.jwt.VerifiedJwt;

/**
 * Whom a verified token is about. Immutable.
 *
 * @param jwt the token
 * @param roles those that count at this place: the token's, or live ones
 */
public record TokenPrincipal(VerifiedJwt jwt, List<String> roles) implements Principal {
  /** Keeps a copy of the roles. */
  public TokenPrincipal {
    roles = List.copyOf(roles);
  }

  /** The token's {@code sub}. */
  @Override
  public String getName() {
    return jwt.subject().orElse("");
  }

  @Override
  public String toString() {
    return "TokenPrincipal[" + getName() + "]";
  }
}
