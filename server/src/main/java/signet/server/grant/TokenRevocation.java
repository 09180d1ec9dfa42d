package signet.server.grant;

import java.util.Optional;
import signet.jose.jwt.VerifiedJwt;
import signet.server.audit.AuditEvent;
import signet.server.client.Client;
import signet.server.revocation.RevocationStore;

/**
 * Takes back a token at the wish of the client that it was given to (RFC 7009). Thread-safe.
 *
 * <p>A refresh token of whatever generation ends its session; an access token alone is revoked by
 * its {@code jti}. A token of another client is the same as one that was never made.
 */
public final class TokenRevocation {
  private final IssuedTokens accessTokens;
  private final RevocationStore revocations;
  private final Logout logout;

  /** Revocation in those stores. */
  public TokenRevocation(IssuedTokens accessTokens, RevocationStore revocations, Logout logout) {
    this.accessTokens = accessTokens;
    this.revocations = revocations;
    this.logout = logout;
  }

  /** Revokes, if there is something to revoke. It is committed when this returns. */
  public void revoke(String token, Client caller, AuditEvent.Origin origin) {
    Optional<VerifiedJwt> accessToken =
        accessTokens.genuine(token).filter(jwt -> jwt.clientId().equals(Optional.of(caller.id())));
    if (accessToken.isPresent()) {
      revocations.revoke(
          IssuedTokens.revocable(accessToken.get()), new AuditEvent("token-revoked", origin));
    } else {
      logout.logout(token, caller.id(), caller.channel(), Logout.Extent.THIS, origin);
    }
  }
}
