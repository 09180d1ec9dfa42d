package signet.bearer;

import java.util.List;
import java.util.Objects;
import signet.jose.jwt.VerifiedJwt;

/**
 * The request carried a token that holds. Immutable.
 *
 * @param jwt the verified token
 * @param roles those of the token, or of their source where the route takes them from there
 */
public record Authenticated(VerifiedJwt jwt, List<String> roles) implements Authentication {
  /** Keeps the token and a copy of the roles. */
  public Authenticated {
    Objects.requireNonNull(jwt);
    roles = List.copyOf(roles);
  }

  /** With the roles that the token names. */
  public Authenticated(VerifiedJwt jwt) {
    this(jwt, jwt.roles());
  }
}
