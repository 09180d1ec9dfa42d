package signet.server.session;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a login began.
 *
 * @param sid 128 random bits, base64url
 * @param userId the user's subject
 * @param clientId the client through which the user came
 * @param channel how tokens reach that client
 * @param audience the {@code aud} of its access tokens; empty in sessions older than refresh tokens
 * @param scopes what was granted at login
 * @param authTime when the user authenticated
 * @param idleExpiresAt ends then unless used
 * @param absoluteExpiresAt ends then in any case
 * @param revokedAt ended then, if so
 * @param device where it was begun
 * @param boundTo the thumbprint of the key whose holder alone may use its tokens (RFC 9449 §5);
 *     empty where whoever bears them may
 */
public record Session(
    String sid,
    String userId,
    String clientId,
    Channel channel,
    String audience,
    SortedSet<String> scopes,
    Instant authTime,
    Instant idleExpiresAt,
    Instant absoluteExpiresAt,
    Optional<Instant> revokedAt,
    Device device,
    Optional<String> boundTo) {
  public Session {
    scopes = Collections.unmodifiableSortedSet(new TreeSet<>(scopes));
  }

  /** Whether tokens of this session count at that time. */
  public boolean isLive(Instant now) {
    return revokedAt.isEmpty() && now.isBefore(expiresAt());
  }

  /** When it ends unless it is used. */
  public Instant expiresAt() {
    return idleExpiresAt.isBefore(absoluteExpiresAt) ? idleExpiresAt : absoluteExpiresAt;
  }
}
