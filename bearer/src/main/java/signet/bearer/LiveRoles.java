package signet.bearer;

import java.util.List;
import java.util.Optional;
import signet.jose.jwt.VerifiedJwt;

/**
 * Roles as their source has them now, for routes where those of a token are not fresh enough.
 * Called by many threads at once, after the token was verified.
 */
public interface LiveRoles {
  /**
   * The roles of the token's subject at this moment; empty if the token counts no more.
   *
   * @param token the verified token as it was sent, for a source that is asked about it
   * @throws LiveRolesUnavailableException if they cannot be had; the request is then answered 503
   */
  Optional<List<String>> of(VerifiedJwt jwt, String token);
}
