package signet.bearer;

import java.util.Objects;
import signet.jose.jwt.VerifiedJwt;

/**
 * The request carried a token that holds. Immutable.
 *
 * @param jwt the verified token
 */
public record Authenticated(VerifiedJwt jwt) implements Authentication {
  /** Keeps the token. */
  public Authenticated {
    Objects.requireNonNull(jwt);
  }
}
