package signet.server.revocation;

import signet.server.audit.AuditEvent;

/** Tells what was revoked. Thread-safe; each call is one transaction. */
public interface RevocationStore {
  /** Whether an entry that counts names the token. */
  boolean isRevoked(RevocableToken token);

  /** Revokes one access token, with feed entry and event; nothing where it was revoked before. */
  void revoke(RevocableToken token, AuditEvent event);

  /**
   * Revokes the access token of that {@code jti}, as {@link #revoke(RevocableToken, AuditEvent)}.
   */
  void revoke(String jti, AuditEvent event);
}
