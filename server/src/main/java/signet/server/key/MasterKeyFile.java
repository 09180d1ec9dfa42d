package signet.server.key;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.runtime.file.WholeFile;
import signet.runtime.start.StartupException;

/**
 * The file that holds the master key: one line, base64url of 32 bytes, mode 0600. A file that group
 * or others can read or write is refused.
 */
public final class MasterKeyFile implements MasterKeySource {
  private static final Logger LOG = LoggerFactory.getLogger(MasterKeyFile.class);
  private static final int MAX_BYTES = 256;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;
  private final boolean shared;

  private MasterKeyFile(Path file, boolean shared) {
    this.file = file;
    this.shared = shared;
  }

  /** The master key of one server, made on its first start. */
  public MasterKeyFile(Path file) {
    this(file, false);
  }

  /** The master key that servers share, which none of them makes: each would make its own. */
  public static MasterKeyFile shared(Path file) {
    return new MasterKeyFile(file, true);
  }

  /**
   * The master key, made on a first start.
   *
   * @throws StartupException if it is missing though needed or shared, cannot be read or written,
   *     is open to others or is no master key
   */
  @Override
  public MasterKey open(boolean isNeeded) {
    if (exists()) {
      return read();
    }
    if (isNeeded) {
      throw StartupException.surroundings(
          "the master key file %s is missing: restore it from its backup, or name it with --master-key"
              .formatted(file));
    }
    return createFirst(new SecureRandom());
  }

  /**
   * Makes the file where there is none.
   *
   * @throws StartupException if there is one, which is never overwritten, or it cannot be written
   */
  public void makeNew(SecureRandom random) {
    if (exists()) {
      throw notOverwritten();
    }
    try {
      make(random);
    } catch (FileAlreadyExistsException e) {
      throw notOverwritten();
    }
  }

  private StartupException notOverwritten() {
    return StartupException.surroundings(
        "the file " + file + " exists and is not overwritten: name another one");
  }

  private MasterKey createFirst(SecureRandom random) {
    if (shared) {
      throw StartupException.surroundings(
          "the master key file %s is missing, and servers that share a database share it: copy it from another server, or before the first start run: signet key master %s"
              .formatted(file, file));
    }
    return create(random);
  }

  /** A new key, or the one of another server that has made it at the same time. */
  MasterKey create(SecureRandom random) {
    try {
      return make(random);
    } catch (FileAlreadyExistsException e) {
      return read();
    }
  }

  boolean exists() {
    return Files.exists(file);
  }

  /**
   * Reads the key.
   *
   * @throws StartupException if it cannot be read, is open to others or is no master key
   */
  MasterKey read() {
    try {
      Set<PosixFilePermission> open = EnumSet.copyOf(Files.getPosixFilePermissions(file));
      open.removeIf(permission -> permission.name().startsWith("OWNER"));
      if (!open.isEmpty()) {
        throw StartupException.surroundings(
            "the master key file %s is open to group or others: run chmod 600 %s"
                .formatted(file, file));
      }
      if (Files.size(file) > MAX_BYTES) {
        throw noMasterKey();
      }
      String line = Files.readString(file, StandardCharsets.US_ASCII).strip();
      return MasterKey.parse(line).orElseThrow(this::noMasterKey);
    } catch (CharacterCodingException e) {
      // No cause: its message would tell of the file's content.
      throw noMasterKey();
    } catch (IOException e) {
      throw StartupException.surroundings(
          "the master key file " + file + " cannot be read: check its owner and permissions", e);
    }
  }

  private StartupException noMasterKey() {
    return StartupException.surroundings(
        "the file " + file + " does not hold a master key: name the right one with --master-key");
  }

  /**
   * Makes a new key; it is on the disk when this returns.
   *
   * @throws FileAlreadyExistsException if the file was made meanwhile, which stays as it is
   * @throws StartupException if it cannot be written
   */
  private MasterKey make(SecureRandom random) throws FileAlreadyExistsException {
    byte[] secret = new byte[MasterKey.BYTES];
    random.nextBytes(secret);
    String line = Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n";
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null) {
        throw new IOException("no folder");
      }
      Files.createDirectories(folder);
      Path partial =
          Files.createTempFile(
              folder, ".master", ".key", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      try {
        Files.writeString(partial, line, StandardCharsets.US_ASCII);
        WholeFile.publish(partial, file);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      if (e instanceof FileAlreadyExistsException made && exists()) {
        throw made;
      }
      throw StartupException.surroundings(
          "the master key file "
              + file
              + " cannot be made: check the folder's permissions, or name another file with"
              + " --master-key",
          e);
    }
    LOG.warn("made the master key {}: back it up, without it the signing keys are lost", file);
    return new MasterKey(secret);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MasterKeyFile that && file.equals(that.file) && shared == that.shared;
  }

  @Override
  public int hashCode() {
    return file.hashCode();
  }

  @Override
  public String toString() {
    return "the file " + file;
  }
}
