package signet.server.admin;

/**
 * What an administrator can do with access tokens. Thread-safe.
 *
 * <p>All operations may throw {@link AdministrationException}.
 */
public interface TokenAdministration {
  /** Revokes an access token, if this server made it and it has not expired. */
  void revoke(String accessToken);

  /** Revokes the access token of that {@code jti}, whether there is one or not. */
  void revokeNamed(String jti);
}
