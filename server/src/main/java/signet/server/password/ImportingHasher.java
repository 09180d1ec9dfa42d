package signet.server.password;

/**
 * Hashes as another hasher does, and verifies also what other systems hashed. Thread-safe.
 *
 * <p>An imported hash costs what it costs; it is never current, so the first login replaces it.
 */
public final class ImportingHasher implements PasswordHasher {
  private final PasswordHasher own;

  /** Hashes as that one does. */
  public ImportingHasher(PasswordHasher own) {
    this.own = own;
  }

  @Override
  public String hash(Password password) {
    return own.hash(password);
  }

  @Override
  public boolean verify(String encoded, Password password) {
    ImportedHash imported = ImportedHashes.ofStored(encoded);
    return imported == null ? own.verify(encoded, password) : imported.matches(password);
  }

  @Override
  public boolean isCurrent(String encoded) {
    return own.isCurrent(encoded);
  }

  @Override
  public String decoy() {
    return own.decoy();
  }
}
