package signet.server.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import signet.runtime.start.StartupException;

/**
 * The data folder, locked for this process alone until it is closed. Private to its owner: the
 * folder has mode 0700 and the files in it 0600.
 */
public final class DataFolder implements AutoCloseable {
  private static final Set<PosixFilePermission> FOLDER_MODE =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE_MODE =
      PosixFilePermissions.fromString("rw-------");

  /*
   * POSIX locks belong to the process, and closing any descriptor of a locked file drops them. So a
   * second attempt in this process must not even open the lock file; this set keeps it away.
   */
  private static final Set<Path> HELD_HERE = new HashSet<>();

  private final Path folder;
  private final FileChannel lockChannel;

  private DataFolder(Path folder, FileChannel lockChannel) {
    this.folder = folder;
    this.lockChannel = lockChannel;
  }

  /** The socket of a server that runs on that folder, whether there is one or not. */
  public static Path adminSocket(Path folder) {
    return folder.resolve("admin.sock");
  }

  /**
   * Makes the folder where it is missing and locks it.
   *
   * @throws FolderInUseException if another process, or this one, holds it already
   * @throws StartupException if it cannot be made or written to
   */
  public static DataFolder open(Path path) throws FolderInUseException {
    Path folder = prepare(path);
    synchronized (HELD_HERE) {
      if (!HELD_HERE.add(folder)) {
        throw new FolderInUseException(path, Long.toString(ProcessHandle.current().pid()));
      }
    }
    boolean locked = false;
    try {
      DataFolder opened = new DataFolder(folder, lock(path, folder.resolve("lock")));
      locked = true;
      return opened;
    } catch (IOException e) {
      throw unusable(path, e);
    } finally {
      if (!locked) {
        forget(folder);
      }
    }
  }

  private static Path prepare(Path path) {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(
            path.toAbsolutePath(), PosixFilePermissions.asFileAttribute(FOLDER_MODE));
      }
      Files.setPosixFilePermissions(path, FOLDER_MODE);
      return path.toRealPath();
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private static FileChannel lock(Path path, Path lockFile)
      throws IOException, FolderInUseException {
    createPrivate(lockFile);
    FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        String holder = Files.readString(lockFile, StandardCharsets.US_ASCII).strip();
        throw new FolderInUseException(path, holder);
      }
      channel.truncate(0);
      String pid = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
      return channel;
    } catch (IOException | FolderInUseException e) {
      channel.close();
      throw e;
    }
  }

  private static StartupException unusable(Path path, IOException cause) {
    return StartupException.surroundings(
        "the data folder "
            + path
            + " cannot be made or written to: check its owner and permissions, or name another"
            + " one with --data",
        cause);
  }

  /** Makes an empty file that only its owner can read, unless it exists. */
  static void createPrivate(Path file) throws IOException {
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE_MODE));
    } catch (FileAlreadyExistsException e) {
      Files.setPosixFilePermissions(file, FILE_MODE);
    }
  }

  /** The folder's real path. */
  public Path path() {
    return folder;
  }

  /** Lets other processes have the folder. */
  @Override
  public void close() {
    try {
      lockChannel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      forget(folder);
    }
  }

  private static void forget(Path folder) {
    synchronized (HELD_HERE) {
      HELD_HERE.remove(folder);
    }
  }
}
