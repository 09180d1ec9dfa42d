package signet.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import signet.server.audit.AuditEvent;
import signet.server.key.SecretExport;

/** Secrets that services share, handed out of the store of this process. */
final class DirectSecrets implements SecretAdministration {
  private final SecretExport secrets;
  private final AuditEvent.Origin origin;

  DirectSecrets(SecretExport secrets, AuditEvent.Origin origin) {
    this.secrets = secrets;
    this.origin = origin;
  }

  @Override
  public SecretExport.Secrets export() {
    return secrets.export();
  }

  @Override
  public Optional<Instant> delivered(List<String> kids) {
    return secrets.delivered(kids, origin);
  }
}
