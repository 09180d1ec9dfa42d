package signet.server.password;

/**
 * The hash of a password that another system made, verified as it is. Immutable.
 *
 * <p>As text it is the kind in braces and what that kind needs, which no hash of ours looks like.
 */
sealed interface ImportedHash permits BcryptHash, Pbkdf2Hash, ScryptHash, Argon2Hash {
  /** Whether the password is the one of the hash, as it was typed. Slow. */
  boolean matches(Password password);

  /** How it is stored; {@link ImportedHashes#ofStored} reads it. */
  String stored();
}
