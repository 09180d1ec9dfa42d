package signet.server.grant;

import java.util.Optional;
import signet.jose.jwt.VerifiedJwt;
import signet.server.audit.AuditEvent;
import signet.server.client.Client;
import signet.server.revocation.RevocableToken;
import signet.server.revocation.RevocationStore;

/**
 * Takes back a token at the wish of the client that it was given to (RFC 7009). Thread-safe.
 *
 * <p>A refresh token of whatever generation ends its session; an access token alone is revoked by
 * its {@code jti}, the first {@value #MOST_OF_A_USER} of a user. The next ends its session: without
 * a limit, one user could fill the list that every verifier holds. A token of another client is the
 * same as one that was never made.
 */
public final class TokenRevocation {
  private static final int MOST_OF_A_USER = 100;

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
        accessTokens
            .acceptable(token)
            .filter(jwt -> jwt.clientId().equals(Optional.of(caller.id())));
    if (accessToken.isPresent()) {
      revoke(IssuedTokens.revocable(accessToken.get()), origin);
    } else {
      logout.logout(token, caller.id(), caller.channel(), Logout.Extent.THIS, origin);
    }
  }

  private void revoke(RevocableToken token, AuditEvent.Origin origin) {
    AuditEvent event = new AuditEvent("token-revoked", origin);
    if (token.sid().isEmpty()) {
      revocations.revoke(token, event);
    } else if (!revocations.revokeOneOfFew(token, MOST_OF_A_USER, event)) {
      logout.end(token.subject(), token.sid().get(), origin);
    }
  }
}
