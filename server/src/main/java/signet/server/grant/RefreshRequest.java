package signet.server.grant;

import java.util.Optional;
import signet.server.audit.AuditEvent;
import signet.server.session.Channel;

/**
 * A refresh token and who presents it; never shows itself.
 *
 * @param refreshToken any text
 * @param clientId the client that presents it
 * @param channel how
 * @param scope names separated by spaces; empty asks for all that was granted
 * @param resource empty, or the audience that was granted
 * @param origin for the record
 */
public record RefreshRequest(
    String refreshToken,
    String clientId,
    Channel channel,
    Optional<String> scope,
    Optional<String> resource,
    AuditEvent.Origin origin) {
  @Override
  public String toString() {
    return "RefreshRequest[" + clientId + "]";
  }
}
