package signet.gateway.txn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that all replicas share. Each version of the set is a file of its own, {@code
 * keys-NUMBER.json}, mode 0600, written whole and never changed. The next version comes into being
 * by a hard link to a finished file, which fails where the name exists: of any number of replicas
 * one wins, nobody holds a lock, and a crash at any point leaves whole versions behind.
 *
 * <p>A version that cannot be read is stepped over in favour of the one before it, which is one
 * step older and so agrees with it about every key that signs. Safe for use by many threads and
 * processes.
 */
final class KeyFolder {
  private static final Logger LOG = LoggerFactory.getLogger(KeyFolder.class);
  private static final String PREFIX = "keys-";
  private static final String SUFFIX = ".json";
  private static final String PARTIAL = ".keys-";
  private static final int MAX_BYTES = 256 * 1024;
  private static final int KEPT_VERSIONS = 3;
  private static final int MAX_READS = 5;
  private static final long ABANDONED_MILLIS = 60_000;
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path folder;

  KeyFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * What lies in the folder.
   *
   * @param number of the newest file, readable or not; 0 where there is none
   * @param set of the newest that can be read; empty where there is no file at all
   */
  record Found(long number, Optional<KeySet> set) {}

  /** Makes the folder where it is missing, for its owner alone. */
  void prepare() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    requireOwnerAlone(folder, "700");
  }

  /** The number of the newest version; cheap. */
  long newest() throws IOException {
    return versions().stream().findFirst().orElse(0L);
  }

  /**
   * The newest set that can be read.
   *
   * @throws IOException if the folder, or every file in it, cannot be read, or is open to others
   */
  Found load() throws IOException {
    for (int i = 1; ; i++) {
      try {
        return loadOnce();
      } catch (NoSuchFileException e) {
        // Another replica has swept while this one was reading.
        if (i == MAX_READS) {
          throw e;
        }
      }
    }
  }

  private Found loadOnce() throws IOException {
    List<Long> versions = versions();
    if (versions.isEmpty()) {
      return new Found(0, Optional.empty());
    }
    for (long version : versions) {
      Optional<KeySet> set = read(file(version));
      if (set.isPresent()) {
        return new Found(versions.get(0), set);
      }
      LOG.warn(
          "{} is damaged and is stepped over: the keys of the version before it count",
          file(version));
    }
    throw new IOException(
        "no file in "
            + folder
            + " holds keys that can be read: restore it from a backup; or stop every gateway, empty"
            + " it and start them again, with new keys");
  }

  private static Optional<KeySet> read(Path file) throws IOException {
    requireOwnerAlone(file, "600");
    if (Files.size(file) > MAX_BYTES) {
      return Optional.empty();
    }
    // Whatever the bytes are: the digest decides.
    return KeyFile.read(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }

  private static void requireOwnerAlone(Path path, String mode) throws IOException {
    Set<PosixFilePermission> open = EnumSet.copyOf(Files.getPosixFilePermissions(path));
    open.removeIf(permission -> permission.name().startsWith("OWNER"));
    if (!open.isEmpty()) {
      throw new IOException(
          "%s is open to group or others: run chmod %s %s".formatted(path, mode, path));
    }
  }

  /** The newest first. */
  private List<Long> versions() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> number(String.valueOf(file.getFileName())))
          .flatMap(Optional::stream)
          .sorted((one, other) -> Long.compare(other, one))
          .toList();
    }
  }

  private static Optional<Long> number(String name) {
    if (!name.matches("keys-\\d{1,18}\\.json")) {
      return Optional.empty();
    }
    return Optional.of(
        Long.parseLong(name.substring(PREFIX.length(), name.length() - SUFFIX.length())));
  }

  private Path file(long version) {
    return folder.resolve(PREFIX + version + SUFFIX);
  }

  /**
   * Puts a set in the place of the one that was loaded, unless another replica was faster.
   *
   * @param after the number that was found
   * @return whether it was put there
   */
  boolean replace(long after, KeySet set) throws IOException {
    Path partial = Files.createTempFile(folder, PARTIAL, ".tmp", OWNER_ONLY);
    try {
      try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
        ByteBuffer text = ByteBuffer.wrap(KeyFile.write(set).getBytes(StandardCharsets.UTF_8));
        while (text.hasRemaining()) {
          channel.write(text);
        }
        channel.force(true);
      }
      Files.createLink(file(after + 1), partial);
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(partial);
    }
    sync();
    if (newest() != after + 1) {
      // Others have gone on meanwhile, so far that the name was free again.
      return false;
    }
    sweep();
    return true;
  }

  private void sync() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Removes old versions, and what a crash has left behind. */
  private void sweep() throws IOException {
    int readable = 0;
    for (long version : versions()) {
      if (readable == KEPT_VERSIONS) {
        Files.deleteIfExists(file(version));
      } else if (read(file(version)).isPresent()) {
        readable++;
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (String.valueOf(file.getFileName()).startsWith(PARTIAL) && isAbandoned(file)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isAbandoned(Path file) throws IOException {
    return Files.exists(file)
        && System.currentTimeMillis() - Files.getLastModifiedTime(file).toMillis()
            > ABANDONED_MILLIS;
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
