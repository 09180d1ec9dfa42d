package signet.server.store;

import java.nio.file.Path;

/** Another process works on the data folder. */
public final class FolderInUseException extends Exception {
  private static final long serialVersionUID = 1L;

  FolderInUseException(Path folder, String holder) {
    super(
        "the data folder "
            + folder
            + " is in use by another process"
            + (holder.isEmpty() ? "" : " (pid " + holder + ")")
            + ": stop it first, or name another folder with --data");
  }
}
