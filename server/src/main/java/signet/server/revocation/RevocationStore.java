package signet.server.revocation;

import signet.server.audit.AuditEvent;

/** Tells what was revoked. Thread-safe; each call is one transaction. */
public interface RevocationStore {
  /** Whether an entry that counts names the token. */
  boolean isRevoked(RevocableToken token);

  /** Revokes one access token, with feed entry and event; nothing where it was revoked before. */
  void revoke(RevocableToken token, AuditEvent event);

  /**
   * Revokes one access token of a user's session, as {@link #revoke(RevocableToken, AuditEvent)},
   * unless that many of the user's were revoked one by one of late.
   *
   * @param most entries of single tokens that one user may have in the feed
   * @return false, with nothing changed, if the user has them
   */
  boolean revokeOneOfFew(RevocableToken token, int most, AuditEvent event);

  /**
   * Revokes the access token of that {@code jti}, as {@link #revoke(RevocableToken, AuditEvent)}.
   */
  void revoke(String jti, AuditEvent event);
}
