package signet.benchmarks.load;

import java.io.IOException;
import java.net.ServerSocket;

/** A port that nobody had a moment ago. */
public final class FreePort {
  private FreePort() {}

  /** The port. */
  public static int next() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
