package signet.runtime.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Gives files that were written aside their names, so that a crash leaves a whole one or none. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Has a file on the disk, and then under its name. The partial file may still be there too when
   * this returns.
   *
   * @param partial beside the target
   * @throws FileAlreadyExistsException if another has that name, which stays as it is
   */
  public static void publish(Path partial, Path target) throws IOException {
    force(partial, StandardOpenOption.WRITE);
    try {
      Files.createLink(target, partial);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      // A disk without links.
      Files.move(partial, target);
    }
    rememberName(target);
  }

  /** Has a file's folder on the disk, with the file's name in it. */
  public static void rememberName(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      force(folder, StandardOpenOption.READ);
    }
  }

  private static void force(Path path, OpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
