package signet.server.store;

import java.nio.file.Path;
import signet.runtime.start.StartupException;

/** Another process works on the data folder. */
public final class FolderInUseException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;

  FolderInUseException(Path folder, String holder) {
    this(
        "the data folder "
            + folder
            + " is in use by another process"
            + (holder.isEmpty() ? "" : " (pid " + holder + ")")
            + ": stop it first, or name another folder with --data");
  }

  private FolderInUseException(String problem) {
    super(problem);
    this.problem = problem;
  }

  /** For who cannot wait until the folder is free. */
  public StartupException asStartupException() {
    return StartupException.surroundings(problem, this);
  }
}
