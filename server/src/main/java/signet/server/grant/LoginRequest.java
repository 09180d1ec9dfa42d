package signet.server.grant;

import java.util.Optional;
import signet.server.audit.AuditEvent;
import signet.server.client.PresentedClient;
import signet.server.password.Password;
import signet.server.session.Device;
import signet.server.session.ProvenKey;

/**
 * What somebody who logs in presents.
 *
 * @param userName any text
 * @param password any text
 * @param clientId the client through which the user comes
 * @param presented how that client shows who it is, which a confidential one must
 * @param scope names separated by spaces; empty asks for all the client's
 * @param resource the audience asked for (RFC 8707); empty asks for the client's default
 * @param provenKey the key that the client proves to hold, if any: the session is bound to it (RFC
 *     9449 §5)
 * @param device where the request came from
 * @param correlationId for the record
 */
public record LoginRequest(
    String userName,
    Password password,
    String clientId,
    PresentedClient presented,
    Optional<String> scope,
    Optional<String> resource,
    Optional<ProvenKey> provenKey,
    Device device,
    String correlationId) {
  /** The thumbprint of the key that the session is to be bound to, if any. */
  Optional<String> boundTo() {
    return provenKey.map(ProvenKey::thumbprint);
  }

  /** For the record: the client acts, on behalf of a user who is yet to be known. */
  AuditEvent.Origin origin() {
    return new AuditEvent.Origin("client " + clientId, device.address(), correlationId);
  }
}
