package signet.server.key;

import java.util.List;

/** Keeps signing keys. Thread-safe; each call is one transaction. */
public interface KeyStore {
  /** Every key, the oldest first. */
  List<StoredKey> all();

  /**
   * Adds a key that signs at once.
   *
   * @return false, with nothing changed, if its algorithm has an active key already
   */
  boolean insertActive(StoredKey key);
}
