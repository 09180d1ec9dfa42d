package signet.server.grant;

import java.util.Optional;
import signet.server.audit.AuditEvent;
import signet.server.session.Presenter;

/**
 * A refresh token and who presents it; never shows itself.
 *
 * @param refreshToken any text
 * @param presenter who presents it
 * @param scope names separated by spaces; empty asks for all that was granted
 * @param resource empty for the audience that was granted, or another one of the client's
 * @param origin for the record
 */
public record RefreshRequest(
    String refreshToken,
    Presenter presenter,
    Optional<String> scope,
    Optional<String> resource,
    AuditEvent.Origin origin) {
  @Override
  public String toString() {
    return "RefreshRequest[" + presenter.clientId() + "]";
  }
}
