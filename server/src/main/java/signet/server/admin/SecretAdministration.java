package signet.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import signet.server.key.SecretExport;

/**
 * What an administrator of this machine can do with secrets that services share. There is no such
 * thing over the network. Thread-safe.
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
}
