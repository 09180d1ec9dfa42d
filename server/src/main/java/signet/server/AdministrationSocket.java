package signet.server;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletionException;
import signet.runtime.start.StartupException;
import signet.server.endpoint.HttpListener;
import signet.server.store.DataFolder;

/** The Unix socket through which commands on this machine administer the server. */
final class AdministrationSocket {
  private static final int MAX_CONNECTIONS = 100;

  private AdministrationSocket() {}

  /**
   * Listens on the socket of a folder that this process has locked.
   *
   * @throws StartupException if it cannot be made
   */
  static HttpListener listen(Vertx vertx, DataFolder folder) {
    Path path = DataFolder.adminSocket(folder.path());
    try {
      // Only a server that was killed leaves it behind: the folder is locked by this one.
      Files.deleteIfExists(path);
      // The folder itself lets nobody in before the mode below is set.
      HttpListener listener = HttpListener.onSocket(vertx, path.toString(), MAX_CONNECTIONS);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      return listener;
    } catch (IOException | CompletionException e) {
      throw StartupException.surroundings(
          "cannot make the administration socket "
              + path
              + ": its path may have 100 characters at most; name a folder with a shorter path"
              + " with --data",
          e);
    }
  }
}
