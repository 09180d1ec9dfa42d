package signet.server.password;

/**
 * Turns passwords into what may be stored, slowly. Thread-safe.
 *
 * <p>Implementations may throw {@link HashingBusyException} from any computation.
 */
public interface PasswordHasher {
  /** The encoded hash (PHC string format) under a fresh random salt. */
  String hash(Password password);

  /** Whether the password is the one of the encoded hash; compares in constant time. */
  boolean verify(String encoded, Password password);

  /** Whether a fresh hash would be made in the same way at the same cost. */
  boolean isCurrent(String encoded);

  /**
   * An encoded hash that no password fits and that costs as much to verify as a fresh one; itself
   * made without a computation.
   */
  String decoy();
}
