package signet.server.admin;

import signet.server.revocation.VerifierReading;

/** What an administrator can see of verifiers. Thread-safe. */
@FunctionalInterface
public interface VerifierAdministration {
  /** How far revocations have spread at this moment, as verifiers report it. */
  VerifierReading read();
}
