package signet.server.admin;

import java.util.List;
import java.util.function.Supplier;
import signet.server.audit.AuditEvent;
import signet.server.key.KeyOperations;
import signet.server.key.KeyRefusedException;
import signet.server.key.KeyStatus;

/** Signing keys, administered on the store of this process. */
final class DirectKeys implements KeyAdministration {
  private final KeyOperations operations;
  private final AuditEvent.Origin origin;

  DirectKeys(KeyOperations operations, AuditEvent.Origin origin) {
    this.operations = operations;
    this.origin = origin;
  }

  @Override
  public List<KeyStatus> list() {
    return operations.list();
  }

  @Override
  public KeyOperations.Done rotate(boolean force) {
    return refusing(() -> operations.rotate(force, origin));
  }

  @Override
  public KeyOperations.Done retire(String kid, boolean force) {
    return refusing(() -> operations.retire(kid, force, origin));
  }

  @Override
  public KeyOperations.Done compromise(String kid, boolean andSessions) {
    return refusing(() -> operations.compromise(kid, andSessions, origin));
  }

  private static KeyOperations.Done refusing(Supplier<KeyOperations.Done> operation) {
    try {
      return operation.get();
    } catch (KeyRefusedException e) {
      throw new AdministrationException(
          switch (e.reason()) {
            case NO_SUCH_KEY -> Refusal.NO_SUCH_KEY;
            case NOT_READY -> Refusal.KEY_NOT_READY;
            case IN_USE -> Refusal.KEY_IN_USE;
            case ENDED -> Refusal.KEY_ENDED;
          },
          e.sentence());
    }
  }
}
