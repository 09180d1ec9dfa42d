package signet.server.admin;

import signet.server.key.Rewrap;

/** What an administrator can do with what is sealed under master keys. Thread-safe. */
@FunctionalInterface
public interface MasterKeyAdministration {
  /**
   * Seals everything anew under the current master key, while servers run, and tells what still
   * needs another one.
   */
  Rewrap.Report rewrap();
}
