package signet.jose.jwt;

/**
 * A check that an application adds to a verifier's own. Called by many threads at once, after all
 * claims are checked.
 */
@FunctionalInterface
public interface JwtCheck {
  /** Whether the token is acceptable; refused as {@code custom_check} otherwise. */
  boolean accepts(VerifiedJwt jwt);
}
