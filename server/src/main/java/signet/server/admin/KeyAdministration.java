package signet.server.admin;

import java.util.List;
import signet.server.key.KeyOperations;
import signet.server.key.KeyStatus;

/**
 * What an administrator can do with signing keys. Thread-safe.
 *
 * <p>All operations may throw {@link AdministrationException}.
 */
public interface KeyAdministration {
  /** All there ever were, the oldest first. */
  List<KeyStatus> list();

  /**
   * Lets the standby sign instead of the key that does.
   *
   * @param force though verifiers may not have it yet
   */
  KeyOperations.Done rotate(boolean force);

  /**
   * Withdraws a key.
   *
   * @param force though it is needed
   */
  KeyOperations.Done retire(String kid, boolean force);

  /**
   * Withdraws a key that others have, and revokes everything that it ever signed.
   *
   * @param andSessions ends every session too
   */
  KeyOperations.Done compromise(String kid, boolean andSessions);
}
