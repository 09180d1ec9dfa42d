package signet.server.session;

import java.time.Instant;
import java.util.Optional;

/**
 * What a login began.
 *
 * @param sid 128 random bits, base64url
 * @param userId the user's subject
 * @param clientId the client through which the user came
 * @param channel how tokens reach that client
 * @param authTime when the user authenticated
 * @param idleExpiresAt ends then unless used
 * @param absoluteExpiresAt ends then in any case
 * @param revokedAt ended then, if so
 * @param device where it was begun
 */
public record Session(
    String sid,
    String userId,
    String clientId,
    Channel channel,
    Instant authTime,
    Instant idleExpiresAt,
    Instant absoluteExpiresAt,
    Optional<Instant> revokedAt,
    Device device) {

  /** Whether tokens of this session count at that time. */
  public boolean isLive(Instant now) {
    return revokedAt.isEmpty() && now.isBefore(idleExpiresAt) && now.isBefore(absoluteExpiresAt);
  }
}
