package signet.server.admin;

import java.util.List;
import signet.server.audit.AuditLog;
import signet.server.audit.AuditRecord;

/** What an administrator can see of the record. Thread-safe. */
public interface AuditAdministration {
  /**
   * A page of the record, the oldest first.
   *
   * @throws AdministrationException if the limit is not from 1 to {@value Administration#MAX_PAGE}
   */
  List<AuditRecord> list(AuditLog.Query query);
}
