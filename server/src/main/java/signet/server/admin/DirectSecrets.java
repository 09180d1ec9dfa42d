package signet.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import signet.server.audit.AuditEvent;
import signet.server.key.KeyImport;
import signet.server.key.SecretExport;

/** Secrets in and out of the store of this process. */
final class DirectSecrets implements SecretAdministration {
  private final SecretExport secrets;
  private final KeyImport imports;
  private final AuditEvent.Origin origin;

  DirectSecrets(SecretExport secrets, KeyImport imports, AuditEvent.Origin origin) {
    this.imports = imports;
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

  @Override
  public String importKey(String jwk) {
    try {
      return imports.add(jwk, origin);
    } catch (KeyImport.RefusedException e) {
      throw new AdministrationException(Refusal.INVALID_KEY, String.valueOf(e.getMessage()));
    }
  }
}
