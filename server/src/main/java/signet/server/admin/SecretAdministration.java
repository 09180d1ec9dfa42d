package signet.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import signet.server.key.SecretExport;

/**
 * What an administrator of this machine can do with secrets: those that services share, and keys
 * that come from elsewhere. There is no such thing over the network. Thread-safe.
 */
public interface SecretAdministration {
  /** The secrets that a service needs now. */
  SecretExport.Secrets export();

  /**
   * Notes that services are about to have these secrets.
   *
   * @return when the next one may sign, if there is a next one
   */
  Optional<Instant> delivered(List<String> kids);

  /**
   * Takes over a key that was made elsewhere.
   *
   * @param jwk a pair or a secret that names its algorithm, as JSON
   * @return its {@code kid}
   * @throws AdministrationException if it is weak, known, or not for access tokens
   */
  String importKey(String jwk);
}
