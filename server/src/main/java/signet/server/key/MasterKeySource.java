package signet.server.key;

/**
 * A place outside the store where a master key is kept. Its text names the place and tells nothing
 * of the key.
 */
public interface MasterKeySource {
  /**
   * The master key. May block; is called at start alone.
   *
   * @param isNeeded whether something is sealed under a master key already, so that none may be
   *     made
   * @throws signet.runtime.start.StartupException if it cannot be had, saying what to do
   */
  MasterKey open(boolean isNeeded);
}
