package signet.cli.attack;

import java.util.Optional;
import signet.jose.jwt.MalformedJwtException;
import signet.jose.jwt.UnverifiedJwt;

/** What stands in a token, unverified. */
final class Claims {
  private Claims() {}

  /** A claim that is a text; empty where it is none, or the token cannot be read. */
  static Optional<String> text(String token, String name) {
    try {
      return UnverifiedJwt.parse(token).unverifiedClaims().string(name);
    } catch (MalformedJwtException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
